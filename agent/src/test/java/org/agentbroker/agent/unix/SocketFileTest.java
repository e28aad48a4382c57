package org.agentbroker.agent.unix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {
    @TempDir
    Path directory;

    @Test
    void isThereForItsOwnerAloneAndLeavesNothing() throws Exception {
        Path path = directory.resolve("agent");
        try (SocketFile socket = SocketFile.open(path)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
            assertThat(names()).containsExactly("agent");
            assertThat(socket.path()).isEqualTo(path);
        }

        assertThat(names()).isEmpty();
    }

    @Test
    void replacesASocketThatNobodyAnswersAt() throws Exception {
        Path path = directory.resolve("agent");
        dead(path);

        SocketFile.open(path).close();

        dead(path);
        try (SocketFile socket = SocketFile.open(path)) {
            assertThat(socket.path()).isEqualTo(path);
            assertThat(names()).containsExactly("agent");
        }
    }

    @Test
    void leavesASocketAloneThatSomebodyAnswersAt() throws Exception {
        Path path = directory.resolve("agent");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));

            assertRefused(path, "somebody answers at " + path + " already");
            assertThat(names()).containsExactly("agent");
        }
    }

    @Test
    void leavesAFileAlone() throws Exception {
        Path path = Files.writeString(directory.resolve("agent"), "precious");

        assertRefused(path, path + " exists and is not a socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void leavesWhatALinkPointsAtAlone() throws Exception {
        Path socket = directory.resolve("socket");
        dead(socket);
        Path path = Files.createSymbolicLink(directory.resolve("agent"), socket);

        assertRefused(path, path + " exists and is not a socket");
        assertThat(names()).containsExactlyInAnyOrder("agent", "socket");
    }

    @Test
    void wantsADirectory() {
        Path path = directory.resolve("none/agent");

        assertThatThrownBy(() -> SocketFile.open(path))
                .isInstanceOf(UnusableInput.class)
                .hasMessage(path.getParent() + " is not a directory")
                .extracting(e -> ((UnusableInput) e).hint())
                .isEqualTo("make it first: mkdir -m 700 " + path.getParent());
    }

    @Test
    void wantsAPathThatFits() throws Exception {
        Path path = directory.resolve("a".repeat(108));

        assertRefused(path, path + " is too long for the path of a socket");
        assertThat(names()).isEmpty();
    }

    @Test
    void removesNoSocketOfSomebodyElse() throws Exception {
        Path path = directory.resolve("agent");
        SocketFile first = SocketFile.open(path);
        Files.delete(path);
        try (SocketFile second = SocketFile.open(path)) {
            first.close();

            assertThat(second.path()).isEqualTo(path);
            assertThat(names()).containsExactly("agent");
        }
    }

    private static void assertRefused(Path path, String message) {
        assertThatThrownBy(() -> SocketFile.open(path))
                .isInstanceOf(UnusableInput.class)
                .hasMessage(message);
    }

    private static void dead(Path path) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.bind(UnixDomainSocketAddress.of(path)); // closing it leaves the file
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
