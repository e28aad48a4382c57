package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whichever program a client has joins borg's pipes with the socket. */
@Timeout(60)
class ReturnSocketTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"socat", "python3", "perl", "nc"})
    void joinsBothDirectionsAndPassesTheEndOn(String program) throws Exception {
        byte[] sent = new byte[1_000_000];
        new Random(1).nextBytes(sent);
        Endpoint.Socket to = new Endpoint.Socket(directory.toString());
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(to.path()));
            CompletableFuture<byte[]> served = CompletableFuture.supplyAsync(() -> answer(server));
            Process joiner = start(to, List.of("sh", "sleep", "grep", program));
            try {
                CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(() -> read(joiner.getInputStream()));
                try (OutputStream out = joiner.getOutputStream()) {
                    out.write(sent);
                }

                assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
                assertThat(served.get(20, TimeUnit.SECONDS)).isEqualTo(sent);
                assertThat(joiner.waitFor()).isZero();
            } finally {
                joiner.descendants().forEach(ProcessHandle::destroyForcibly);
                joiner.destroyForcibly();
            }
        }
    }

    private static byte[] read(InputStream from) {
        try (from) {
            return from.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Process joiner = start(new Endpoint.Socket(directory.toString()), List.of("sh", "sleep", "grep"));

        assertThat(new String(joiner.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("broker: none of socat, python3, perl, nc -U is here\n");
        assertThat(joiner.waitFor()).isNotZero();
    }

    /** Everything that comes, and then the same back. */
    private static byte[] answer(ServerSocketChannel server) {
        try (SocketChannel channel = server.accept()) {
            byte[] all = Channels.newInputStream(channel).readAllBytes();
            for (ByteBuffer left = ByteBuffer.wrap(all); left.hasRemaining(); ) {
                channel.write(left);
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As borg starts it, where there are only some programs. */
    private Process start(Endpoint.Socket to, List<String> programs) throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        for (String program : programs) {
            Files.createSymbolicLink(bin.resolve(program), Path.of(Programs.require(program)));
        }
        String python = "import shlex, sys; print('\\0'.join(shlex.split(sys.stdin.read())), end='')";
        String words = Programs.output(List.of(Programs.require("python3"), "-c", python), ReturnSocket.command(to));
        List<String> command = new ArrayList<>(List.of(words.split("\0")));
        command.set(0, bin.resolve("sh").toString());
        command.addAll(List.of("borgs@borg-server", "borg", "serve"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", bin.toString());
        return builder.start();
    }
}
