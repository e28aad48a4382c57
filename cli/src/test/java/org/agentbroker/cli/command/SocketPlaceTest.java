package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketPlaceTest {
    @TempDir
    Path directory;

    @Test
    void isAPrivateDirectoryThatGoesAgain() throws Exception {
        Path runtime = made("runtime", "rwx------");
        try (SocketPlace place = SocketPlace.open(null, Map.of("XDG_RUNTIME_DIR", runtime.toString()))) {
            Path made = place.socket().getParent();
            assertThat(made.getParent()).isEqualTo(runtime);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                    .isEqualTo("rwx------");
        }
        assertThat(runtime).isEmptyDirectory();
    }

    @Test
    void isNotInARuntimeDirectoryThatOthersEnter() throws Exception {
        Path runtime = made("runtime", "rwxr-xr-x");
        Path temporary = made("temporary", "rwxr-xr-x");
        try (SocketPlace place =
                SocketPlace.open(null, Map.of("XDG_RUNTIME_DIR", runtime.toString(), "TMPDIR", temporary.toString()))) {
            assertThat(place.socket()).startsWithRaw(temporary);
        }
    }

    @Test
    void isWhereItWasAskedFor() throws Exception {
        Path wanted = directory.resolve("agent");
        try (SocketPlace place = SocketPlace.open(wanted, Map.of())) {
            assertThat(place.socket()).isEqualTo(wanted);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void saysWhereNothingCanBeMade() {
        Path none = directory.resolve("none");

        assertThatThrownBy(() -> SocketPlace.open(null, Map.of("TMPDIR", none.toString())))
                .isInstanceOf(UnusableInput.class)
                .hasMessage("no directory can be made in " + none);
    }

    private Path made(String name, String mode) throws Exception {
        Path made = Files.createDirectory(directory.resolve(name));
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString(mode));
    }
}
