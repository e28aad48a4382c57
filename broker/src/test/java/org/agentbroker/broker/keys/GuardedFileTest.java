package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Root changes the file of an account that may do as it likes in its home. */
class GuardedFileTest {
    private static final int UID = 61234;
    private static final int GID = 61235;

    @TempDir
    Path directory;

    private KeysHome home;
    private KeyLine line;

    @BeforeEach
    void makeHome() throws Exception {
        assumeTrue((int) Files.getAttribute(directory, "unix:uid") == 0, "only root changes the files of others");
        home = KeysHome.bare(directory, UID, GID);
        line = KeysHome.line("web1");
    }

    @Test
    void givesWhatItMakesToTheAccount() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(KeysHome.owner(home.ssh)).isEqualTo(UID + ":" + GID);
            assertThat(KeysHome.mode(home.ssh)).isEqualTo("rwx------");
            assertThat(KeysHome.owner(home.file)).isEqualTo(UID + ":" + GID);
            assertThat(KeysHome.mode(home.file)).isEqualTo("rw-------");
            keys.remove(line);
        }
        assertThat(home.account.home()).isEmptyDirectory();
    }

    @Test
    void keepsOwnerGroupAndMode() throws Exception {
        home.makeSsh();
        home.write("# mine\n");
        Files.setAttribute(home.file, "unix:gid", 5);
        Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString("rw-r-----"));
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(KeysHome.owner(home.file)).isEqualTo(UID + ":5");
            assertThat(KeysHome.mode(home.file)).isEqualTo("rw-r-----");
            keys.remove(line);
            assertThat(KeysHome.owner(home.file)).isEqualTo(UID + ":5");
        }
    }

    @Test
    void keepsAFileOfRoots() throws Exception {
        home.makeSsh();
        home.write("# root's\n");
        Files.setAttribute(home.file, "unix:uid", 0);
        Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString("rw-r--r--"));
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(KeysHome.owner(home.file)).isEqualTo("0:" + GID);
            assertThat(KeysHome.mode(home.file)).isEqualTo("rw-r--r--");
        }
    }

    /** A name says nothing: only what this process has open is given away. */
    @Test
    void knowsItsOpenFileFromOneThatGotItsName() throws Exception {
        Path name = directory.resolve("name");
        Path secret = Files.writeString(directory.resolve("secret"), "root's");
        try (OutputStream open = Files.newOutputStream(name)) {
            open.write(1);
            PosixFileAttributes ours = Files.readAttributes(name, PosixFileAttributes.class);
            assertThat(OpenFile.of(ours)).isNotNull();

            Files.delete(name);
            Files.createLink(name, secret);
            PosixFileAttributes other = Files.readAttributes(name, PosixFileAttributes.class);
            assertThat(OpenFile.of(other)).isNull();

            OpenFile file = OpenFile.of(ours);
            assertThat(file).isNotNull();
            file.view().setPermissions(PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(KeysHome.mode(secret)).isEqualTo("rw-r--r--");
        }
    }

    /** The home is swapped for a link to root's while root works in it. */
    @Test
    void followsNoLinkInPlaceOfTheHome() throws Exception {
        home.makeSsh();
        home.write("# mine\n");
        Path roots = Files.createDirectory(directory.resolve("roots"));
        Files.createDirectory(roots.resolve(".ssh"));
        Files.writeString(roots.resolve(".ssh/authorized_keys"), "# root's\n");
        Path moved = directory.resolve("moved");
        AtomicBoolean done = new AtomicBoolean();
        try (AuthorizedKeys keys = home.keys(() -> {
            if (done.compareAndSet(false, true)) {
                swap(moved, roots);
            }
        })) {
            keys.add(line, "web1");
            assertThat(moved.resolve(".ssh/authorized_keys")).content().contains(line.text());
            assertThatThrownBy(() -> keys.remove(line))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessageStartingWith("home of ")
                    .hasMessageEndingWith(" is a symbolic link");
        }
        assertThat(roots.resolve(".ssh/authorized_keys")).hasContent("# root's");
    }

    private void swap(Path moved, Path roots) {
        try {
            Files.move(home.account.home(), moved);
            Files.createSymbolicLink(home.account.home(), roots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
