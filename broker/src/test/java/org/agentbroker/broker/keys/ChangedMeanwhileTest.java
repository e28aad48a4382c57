package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody else's change at the worst moment: the new file is written, and about to take the place of the old one. */
class ChangedMeanwhileTest {
    private static final String OTHERS = "# mine\n";
    private static final String MORE = "ssh-ed25519 AAAA more\n";

    @TempDir
    Path directory;

    private KeysHome home;
    private KeyLine line;

    @BeforeEach
    void makeHome() throws Exception {
        home = KeysHome.own(directory);
        home.write(OTHERS);
        line = KeysHome.line("web1");
    }

    private interface Change {
        void make() throws IOException;
    }

    private AuthorizedKeys keys(Change change) {
        AtomicBoolean done = new AtomicBoolean();
        return home.keys(() -> {
            if (done.compareAndSet(false, true)) {
                make(change);
            }
        });
    }

    private static void make(Change change) {
        try {
            change.make();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addsTo(String expected, Change change) throws Exception {
        try (AuthorizedKeys keys = keys(change)) {
            keys.add(line, "web1");
        }
        assertThat(home.read()).isEqualTo(line.text() + "\n" + expected);
        assertThat(home.names()).containsExactly("authorized_keys");
    }

    @Test
    void isAppended() throws Exception {
        addsTo(OTHERS + MORE, () -> Files.writeString(home.file, MORE, StandardOpenOption.APPEND));
    }

    @Test
    void isWrittenAnew() throws Exception {
        addsTo(MORE, () -> Files.writeString(home.file, MORE));
    }

    @Test
    void isReplaced() throws Exception {
        addsTo(OTHERS + MORE, () -> {
            Path other = Files.writeString(home.ssh.resolve("other"), OTHERS + MORE);
            Files.move(other, home.file, StandardCopyOption.REPLACE_EXISTING);
        });
    }

    @Test
    void isReplacedByTheSame() throws Exception {
        AtomicBoolean second = new AtomicBoolean();
        try (AuthorizedKeys keys = home.keys(() -> {
            if (second.compareAndSet(false, true)) {
                make(() -> Files.setLastModifiedTime(home.file, FileTime.fromMillis(0)));
            }
        })) {
            keys.add(line, "web1");
        }
        assertThat(home.read()).isEqualTo(line.text() + "\n" + OTHERS);
    }

    @Test
    void isRemoved() throws Exception {
        addsTo("", () -> Files.delete(home.file));
    }

    @Test
    void isMade() throws Exception {
        Files.delete(home.file);
        addsTo(MORE, () -> home.write(MORE));
    }

    @Test
    void isMadeALink() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "x\n");
        try (AuthorizedKeys keys = keys(() -> {
            Files.delete(home.file);
            Files.createSymbolicLink(home.file, target);
        })) {
            assertThatThrownBy(() -> keys.add(line, "web1"))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessage(home.file + " is a symbolic link");
        }
        assertThat(target).hasContent("x");
        assertThat(home.names()).containsExactly("authorized_keys");
    }

    @Test
    void isTheDirectory() throws Exception {
        Path moved = home.account.home().resolve("moved");
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("authorized_keys"), "x\n");
        try (AuthorizedKeys keys = keys(() -> {
            Files.move(home.ssh, moved);
            Files.createSymbolicLink(home.ssh, elsewhere);
        })) {
            keys.add(line, "web1");
        }
        assertThat(elsewhere.resolve("authorized_keys")).hasContent("x");
        assertThat(moved.resolve("authorized_keys")).content().contains(line.text());
    }

    /** It was read as going to be empty, and is not by the time it would be removed. */
    @Test
    void isNotRemovedWithSomethingInIt() throws Exception {
        Files.delete(home.file);
        AtomicBoolean armed = new AtomicBoolean();
        try (AuthorizedKeys keys = home.keys(() -> {
            if (armed.compareAndSet(true, false)) {
                make(() -> Files.writeString(home.file, MORE, StandardOpenOption.APPEND));
            }
        })) {
            keys.add(line, "web1");
            armed.set(true);
            keys.remove(line);
        }
        assertThat(home.read()).isEqualTo(MORE);
    }

    /** Opened before the swap, written after it, as ssh-copy-id does in a moment. */
    @Test
    void isAppendedToTheOldFile() throws Exception {
        try (AuthorizedKeys keys = home.keys();
                OutputStream opened = Files.newOutputStream(home.file, StandardOpenOption.APPEND)) {
            keys.add(line, "web1");
            opened.write(MORE.getBytes());
            keys.remove(line);
            assertThat(home.read()).isEqualTo(OTHERS + MORE);
        }
    }

    @Test
    void isAppendedToTheOldFileAfterTheLastChange() throws Exception {
        home.write("no end");
        try (OutputStream opened = Files.newOutputStream(home.file, StandardOpenOption.APPEND)) {
            try (AuthorizedKeys keys = home.keys()) {
                keys.add(line, "web1");
                opened.write(("\n" + MORE).getBytes());
            }
        }
        assertThat(home.read()).isEqualTo(line.text() + "\nno end\n" + MORE);
    }

    @Test
    void isWrittenAnewInTheOldFile() throws Exception {
        try (AuthorizedKeys keys = home.keys();
                FileChannel opened = FileChannel.open(home.file, StandardOpenOption.WRITE)) {
            keys.add(line, "web1");
            opened.truncate(0);
            opened.write(ByteBuffer.wrap(MORE.getBytes()));
            keys.remove(line);
            assertThat(home.read()).isEqualTo(MORE);
        }
    }

    @Test
    void isChangedAllTheTime() throws Exception {
        try (AuthorizedKeys keys =
                home.keys(() -> make(() -> Files.writeString(home.file, "#\n", StandardOpenOption.APPEND)))) {
            assertThatThrownBy(() -> keys.add(line, "web1"))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessage(home.file + " is being changed by others all the time");
        }
        assertThat(home.names()).containsExactly("authorized_keys");
    }
}
