package org.agentbroker.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom the locks, the history and the ledger are shared with. */
class StateDirectoryTest {
    private static final Path HOME = Path.of("/home/me");
    private static final Path OWN = Path.of("/home/me/.local/state/broker");
    private static final Path OF_ROOT = Path.of("/usr"); // stands for /var/lib/broker: it is root's everywhere
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "'',                     '',       false, /home/me/.local/state/broker",
        "'',                     '',       true,  /usr",
        "'',                     /xdg,     false, /xdg/broker",
        "'',                     /xdg,     true,  /xdg/broker",
        "'',                     relative, false, /home/me/.local/state/broker",
        "'',                     relative, true,  /usr",
        "/var/lib/broker,        /xdg,     false, /var/lib/broker",
        "/var/lib/other:/second, '',       true,  /var/lib/other",
    })
    void isAsSystemdAndXdgHaveItAndRootsIsThatOfTheService(String systemd, String xdg, boolean root, Path expected) {
        Map<String, String> environment = Map.of("STATE_DIRECTORY", systemd, "XDG_STATE_HOME", xdg);
        assertThat(StateDirectory.of(environment, HOME, root, OF_ROOT)).isEqualTo(expected);
    }

    @Test
    void thatOfThisProcessIsFound() {
        assertThat(StateDirectory.usual()).isAbsolute();
        assertThat(StateDirectory.of(Map.of("XDG_STATE_HOME", "/xdg"), HOME)).isEqualTo(Path.of("/xdg/broker"));
    }

    @Test
    void rootHasItsOwnWhereNoServiceHas() throws Exception {
        assertThat(ofRoot(directory.resolve("none"))).isEqualTo(OWN);
        assertThat(ofRoot(Files.createFile(directory.resolve("file")))).isEqualTo(OWN);
        assertThat(ofRoot(Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("none"))))
                .isEqualTo(OWN);
        Path link = Files.createSymbolicLink(directory.resolve("link"), OF_ROOT);
        assertThat(ofRoot(link)).isEqualTo(link);
        Files.delete(link); // JUnit warns of one that leads out
    }

    @Test
    void thatOfAServiceOfAnotherUserIsNotRoots() throws Exception {
        Path another = Files.createDirectory(directory.resolve("broker"));
        if (isRoots(another)) {
            Files.setAttribute(another, "unix:uid", NOBODY);
        }
        assertThat(ofRoot(another)).isEqualTo(OWN);
    }

    @Test
    void itIsRefusedRatherThanPassedOverWhenOthersMayWriteThere() throws Exception {
        Path shared = Files.createDirectory(directory.toRealPath().resolve("broker"));
        assumeTrue(isRoots(shared), "only root has directories of root");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        assertThatThrownBy(() -> StateDirectory.locks(ofRoot(shared)))
                .isInstanceOfSatisfying(UnusableInput.class, e -> {
                    assertThat(e.what()).isEqualTo(shared + " can be written by others");
                    assertThat(e.hint()).isEqualTo("chmod 700 " + shared);
                });
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwx------"));
        assertThat(StateDirectory.locks(ofRoot(shared))).isEqualTo(shared.resolve("locks"));
    }

    private static Path ofRoot(Path shared) {
        return StateDirectory.of(Map.of(), HOME, true, shared);
    }

    private static boolean isRoots(Path path) throws Exception {
        return Files.getAttribute(path, "unix:uid").equals(0);
    }
}
