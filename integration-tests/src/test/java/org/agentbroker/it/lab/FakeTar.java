package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A client on which {@code tar} is a script; {@code /bin/tar "$@"} in it is the real one. */
public final class FakeTar implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path program;
    private final Sshd sshd;

    /** @param script of sh, run for anything but {@code --version}; {@code $d} is a directory of its own */
    public FakeTar(Lab lab, String script) {
        this(lab, script, "tar (GNU tar) 1.35");
    }

    /** @param version what it says to that */
    public FakeTar(Lab lab, String script, String version) {
        program = ClientFile.script(lab, "tar", """
                #!/bin/sh
                case $1 in --version) echo '%s'; exit;; esac
                d=${0%%/*}
                %s
                """.formatted(version, script));
        sshd = lab.clientSshd("SetEnv PATH=" + program.getParent() + ":/usr/bin:/bin");
    }

    public ConfigText in(ConfigText config) {
        return config.client("port", sshd.portText()).client("method", "tar");
    }

    public int port() {
        return sshd.port();
    }

    /** Returns when the script has made the file {@code $d/NAME}. */
    public void await(String name) {
        Await.until("tar is at " + name, LIMIT, () -> Files.exists(program.resolveSibling(name)));
    }

    /** Makes the file {@code $d/NAME}. */
    public void tell(String name) {
        try {
            Files.createFile(program.resolveSibling(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sshd.close();
        Command.of("rm", "-rf", program.getParent().toString()).run().expectSuccess();
    }
}
