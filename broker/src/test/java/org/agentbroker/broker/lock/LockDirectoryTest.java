package org.agentbroker.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the locks are, and where they must not be. */
class LockDirectoryTest {
    private static final String HINT = "broker keeps its locks there; set XDG_STATE_HOME to a directory of your own";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'',     '',       /home/me/.local/state/broker",
        "'',     /xdg,     /xdg/broker",
        "'',     relative, /home/me/.local/state/broker",
        "/var/lib/broker,        /xdg, /var/lib/broker",
        "/var/lib/broker:/other, /xdg, /var/lib/broker",
    })
    void theStateDirectoryIsAsSystemdAndXdgHaveIt(String systemd, String xdg, Path expected) {
        assertThat(StateDirectory.of(Map.of("STATE_DIRECTORY", systemd, "XDG_STATE_HOME", xdg), Path.of("/home/me")))
                .isEqualTo(expected);
        assertThat(StateDirectory.of(Map.of(), Path.of("/home/me"))).isEqualTo(Path.of("/home/me/.local/state/broker"));
        assertThat(StateDirectory.usual()).isAbsolute();
    }

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
