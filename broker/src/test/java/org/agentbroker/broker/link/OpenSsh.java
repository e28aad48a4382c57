package org.agentbroker.broker.link;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.broker.fixture.Programs;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/** An sshd of OpenSSH on loopback, in which whoever runs the tests can log in with one key. */
final class OpenSsh implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final Process process;
    private final int port;

    private OpenSsh(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    /**
     * @param options before the key in {@code authorized_keys}
     * @param lines of {@code sshd_config}; they win over what is set here
     */
    static OpenSsh start(KeyPair login, String options, String... lines) throws Exception {
        assumeTrue(Files.isExecutable(SSHD), "there is no sshd here");
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd")); // what sshd asks for
        }
        Path directory = Files.createTempDirectory("broker-link-");
        Path hostKey = directory.resolve("host_key");
        Programs.output(
                List.of(Programs.require("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-f", hostKey.toString()), "");
        Files.writeString(
                directory.resolve("authorized_keys"),
                (options + " " + PublicKeyEntry.toString(login.getPublic())).strip() + "\n");
        int port = freePort();
        List<String> config = new ArrayList<>(List.of(lines));
        config.addAll(List.of(
                "ListenAddress 127.0.0.1:" + port,
                "HostKey " + hostKey,
                "AuthorizedKeysFile " + directory.resolve("authorized_keys"),
                "PidFile none",
                "StrictModes no",
                "UsePAM no",
                "LogLevel VERBOSE"));
        Path file = Files.write(directory.resolve("sshd_config"), config);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        OpenSsh sshd = new OpenSsh(directory, process, port);
        try {
            Waiting.until("sshd listens", sshd::listens);
        } catch (AssertionError e) {
            throw new AssertionError(sshd.log(), e);
        }
        return sshd;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    Path directory() {
        return directory;
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    /** As a machine that loses its power does it, but for the sockets. */
    void killSessions() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        killSessions();
        process.destroyForcibly();
        process.onExit().join();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
