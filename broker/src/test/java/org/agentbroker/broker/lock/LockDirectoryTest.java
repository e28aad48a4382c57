package org.agentbroker.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the locks must not be. */
class LockDirectoryTest {
    private static final String HINT = "broker keeps its locks there; set XDG_STATE_HOME to a directory of your own";

    @TempDir
    Path directory;

    @Test
    void isMadeForUsAlone() throws Exception {
        Path locks = directory.resolve("state/broker/locks");
        assertThat(LockDirectory.open(locks).path()).isEqualTo(locks.toRealPath());
        for (Path made = locks; !made.equals(directory); made = made.getParent()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSymbolicLinkIsRefused() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("locks"), real);
        refused(link, link + " is a symbolic link", HINT);
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("none"));
        refused(dangling, dangling + " is a symbolic link", HINT);
    }

    @Test
    void soIsAFileAndWhatOthersMayWrite() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        refused(file, file + " is not a directory", HINT);
        refused(file.resolve("locks"), file + "/locks cannot be used: Not a directory", HINT);
        refused(Path.of("/proc/none/locks"), "/proc/none/locks cannot be used: No", HINT);
        Path open = Files.createDirectory(directory.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwx---"));
        refused(open, open + " can be written by others", "chmod 700 " + open);
    }

    @Test
    void soIsOneThatOthersMayMoveAway() throws Exception {
        Path state = Files.createDirectory(directory.resolve("broker"));
        Path locks = state.resolve("locks");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxr-x"));
        refused(locks, state.toRealPath() + " can be written by others", "chmod 700 " + state.toRealPath());
        Files.setAttribute(state, "unix:mode", 01777); // as /tmp is
        assertThat(LockDirectory.open(locks).path()).isEqualTo(locks.toRealPath());
    }

    @Test
    void aLockThatIsASymbolicLinkIsRefusedAndItsTargetLeftAlone() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "precious");
        for (Path to : new Path[] {target, directory.resolve("none")}) {
            Path link = Files.createSymbolicLink(directory.resolve("link"), to);
            assertThatThrownBy(() -> LockFile.take(link, Holder.here("web1", Instant.EPOCH, "borg create")))
                    .isInstanceOfSatisfying(UnusableInput.class, e -> {
                        assertThat(e.what()).startsWith("the lock " + link + " cannot be taken: Too many levels of");
                        assertThat(e.hint()).isEqualTo("ls -l " + link + "; df " + directory);
                    });
            Files.delete(link);
        }
        assertThat(target).hasContent("precious");
        assertThat(directory.resolve("none")).doesNotExist();
    }

    private static void refused(Path locks, String what, String hint) {
        assertThatThrownBy(() -> LockDirectory.open(locks)).isInstanceOfSatisfying(UnusableInput.class, e -> {
            assertThat(e.what()).startsWith(what);
            assertThat(e.hint()).isEqualTo(hint);
        });
    }
}
