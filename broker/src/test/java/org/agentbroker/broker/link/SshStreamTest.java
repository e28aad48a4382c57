package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.fixture.Programs;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenSSH's ssh logs in, through a reverse forward of OpenSSH's sshd, at a server that has no socket. */
@Timeout(120)
class SshStreamTest {
    private final LinkClient client = new LinkClient();
    private final InnerServer inner = new InnerServer();

    @TempDir
    private Path directory;

    private OpenSsh sshd;
    private ClientSession hop;
    private ReverseForward forward;
    private Path key;

    @BeforeEach
    void connects() throws Exception {
        sshd = OpenSsh.start(client.login, "");
        hop = client.connect(sshd.port());
        forward = client.forwards.tcp(
                hop, far -> SshStream.serve(inner.handler(), far, client.executor), LinkClient.TIME);
        key = directory.resolve("key");
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(client.login, null, null, text);
        Files.write(key, text.toByteArray());
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void closes() throws Exception {
        inner.close();
        client.close();
        sshd.close();
    }

    private Process ssh(String... options) throws IOException {
        List<String> words = new java.util.ArrayList<>(List.of(
                Programs.require("ssh"),
                "-F",
                "none",
                "-o",
                "BatchMode=yes",
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-i",
                key.toString(),
                "-p",
                Integer.toString(forward.port())));
        words.addAll(List.of(options));
        words.addAll(List.of("user@127.0.0.1", "cat"));
        return new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    @Test
    void servesACommandWithOneHundredMegabytesEachWay() throws Exception {
        assertEchoes(ssh());
    }

    @Test
    void outlivesKeyExchangesOnTheWay() throws Exception {
        assertEchoes(ssh("-o", "RekeyLimit=5M"));
    }

    private void assertEchoes(Process ssh) throws Exception {
        Noise noise = new Noise(1, 100_000_000);
        client.executor.submit(() -> {
            try (OutputStream out = ssh.getOutputStream()) {
                noise.writeTo(out);
            }
            return null;
        });
        assertThat(Noise.digestOf(ssh.getInputStream())).isEqualTo(noise.digest());
        assertThat(ssh.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(ssh.exitValue()).isZero();
        Waiting.until("the session is gone", () -> inner.sessions() == 0);
    }

    @Test
    void endsWithTheHop() throws Exception {
        Process ssh = ssh();
        ssh.getOutputStream().write(new byte[] {'a', '\n'});
        ssh.getOutputStream().flush();
        assertThat(ssh.getInputStream().read()).isEqualTo('a');
        assertThat(inner.sessions()).isEqualTo(1);
        hop.close(true);
        Waiting.until("the session is gone", () -> inner.sessions() == 0);
        assertThat(ssh.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void endsWithTheForward() throws Exception {
        Process ssh = ssh();
        ssh.getOutputStream().write(new byte[] {'a', '\n'});
        ssh.getOutputStream().flush();
        assertThat(ssh.getInputStream().read()).isEqualTo('a');
        forward.close();
        Waiting.until("the session is gone", () -> inner.sessions() == 0);
        assertThat(ssh.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(hop.isOpen()).isTrue();
    }

    @Test
    void survivesWhatIsNotSsh() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", forward.port())) {
            byte[] noise = new byte[1000];
            noise[999] = '\n';
            socket.getOutputStream().write(noise);
            Noise.digestOf(socket.getInputStream()); // to its end
        } catch (IOException e) {
            // or it is reset
        }
        Waiting.until("the session is gone", () -> inner.sessions() == 0);
        assertThat(hop.isOpen()).isTrue();
        assertThatThrownBy(() -> client.connect(1)).isInstanceOf(IOException.class);
    }
}
