package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A client whose SFTP server is {@code hostile-sftp.py}. */
public final class HostileSftp implements AutoCloseable {
    private static final String SCRIPT = "/org/agentbroker/it/attacks/hostile-sftp.py";

    private final Path directory;
    private final Sshd sshd;
    private boolean closed;

    private HostileSftp(Path directory, Sshd sshd) {
        this.directory = directory;
        this.sshd = sshd;
    }

    /** @param mode of the script */
    public static HostileSftp start(Lab lab, String mode) {
        Prerequisites.need("python3");
        try (InputStream in = HostileSftp.class.getResourceAsStream(SCRIPT)) {
            Path script =
                    ClientFile.script(lab, "hostile-sftp.py", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return new HostileSftp(
                    script.getParent(), lab.clientSshd("ForceCommand /usr/bin/python3 " + script + " " + mode));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The config with this client. */
    public ConfigText in(ConfigText config) {
        return config.client("method", "sshfs").client("port", sshd.portText()).create("paths", "[/data]");
    }

    /** Ends the sshd, and the login that it took. */
    public void cut() {
        if (!closed) {
            closed = true;
            sshd.close();
        }
    }

    @Override
    public void close() {
        cut();
        if (Files.exists(directory)) {
            Command.of("rm", "-r", directory.toString()).run().expectSuccess();
        }
    }
}
