package org.agentbroker.it.transcripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;

/** Where somebody types: a home directory with a config of one client, and {@code broker} on the path. */
final class Desk {
    private final Path home;
    private final Lab lab;
    private final String repository;

    private Desk(Path home, Lab lab) {
        this.home = home;
        this.lab = lab;
        this.repository = lab.newRepository();
    }

    static Desk open(Lab lab) throws IOException {
        Path home = lab.newDirectory();
        Path config = Files.createDirectories(home.resolve(".config/broker"));
        Path ssh = Files.createDirectories(home.resolve(".ssh"));
        copy(lab.identity(), ssh.resolve("id_ed25519"));
        copy(lab.passphraseFile(), config.resolve("web1.pass"));
        Desk desk = new Desk(home, lab);
        Path file = config.resolve("broker.yaml");
        Files.writeString(file, desk.config());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return desk;
    }

    private String config() {
        return """
                server: {user: %s, host: borg-server}
                clients:
                  web1:
                    host: 127.0.0.1
                    port: %d
                    user: %s
                    host-keys: ["%s"]
                    identity: ~/.ssh/id_ed25519
                    repository: %s
                    passphrase: {file: web1.pass}
                    create: {archive: "monday", paths: [%s]}
                """.formatted(
                        lab.serverUser(),
                        lab.clientPort(),
                        lab.clientUser(),
                        lab.clientHostKey(),
                        repository,
                        lab.clientData());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.copy(from, to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rw-------"));
    }

    /** What a line prints on both streams, in the order it came, and its exit code if that is not 0. */
    String type(String line) {
        Path bin = BrokerProcess.binary().getParent();
        Result result = Command.of("sh", "-c", "cd && { " + line + "\n} 2>&1")
                .env("HOME", home)
                .env("PATH", bin + ":" + System.getenv("PATH"))
                .run();
        String text = result.stdoutText();
        String end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + end + (result.exitCode() == 0 ? "" : "(exit " + result.exitCode() + ")\n");
    }

    /** Puts usual names where this lab has names of its own. */
    String tidy(String text) {
        return text.replace(home.toString(), "~")
                .replace(lab.clientUser(), "borgc")
                .replace(lab.serverUser(), "borgs")
                .replace(repository, "~/web1")
                .replace("[127.0.0.1]:" + lab.clientPort(), "127.0.0.1")
                .replaceAll("(?<=port:? )" + lab.clientPort(), "22");
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
