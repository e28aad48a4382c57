package org.agentbroker.it.tend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** The server's administrator, who knows no broker: borg as the repository's account. */
final class ByHand {
    private final Lab lab;
    private final String repository;
    private final Path path;

    private ByHand(Lab lab, String repository) {
        this.lab = lab;
        this.repository = repository;
        this.path = lab.repositoryPath(repository);
    }

    /** With a repository that has these archives. */
    static ByHand withArchives(Lab lab, String... names) {
        ByHand hand = new ByHand(lab, lab.newRepository());
        hand.borg("init", "--encryption=repokey-blake2", hand.path.toString());
        for (String name : names) {
            hand.create(name);
        }
        return hand;
    }

    ConfigText config() {
        return lab.config().client("repository", repository);
    }

    Path path() {
        return path;
    }

    void create(String name, String... options) {
        List<String> words = new ArrayList<>(List.of("create"));
        words.addAll(List.of(options));
        words.addAll(List.of(path + "::" + name, "/etc/hostname"));
        borg(words.toArray(String[]::new));
    }

    String borg(String... words) {
        return borg(lab.serverHome(), words);
    }

    /** @param base where borg keeps what it remembers */
    String borg(Path base, String... words) {
        return command(base, words).run().expectSuccess().stdoutText();
    }

    Command command(Path base, String... words) {
        List<String> all = new ArrayList<>();
        if (lab.hasSeparateAccounts()) {
            all.addAll(List.of("runuser", "-u", lab.serverUser(), "--"));
        }
        all.addAll(List.of(
                "env",
                "BORG_PASSPHRASE=" + lab.passphrase(),
                "BORG_CACHE_DIR=" + base.resolve(".cache/by-hand"),
                "BORG_SECURITY_DIR=" + base.resolve(".config/by-hand"),
                "borg"));
        all.addAll(List.of(words));
        return Command.of(all);
    }

    /** A copy with nothing in it that was written after this segment, as borg's manual rolls a transaction back. */
    Path rolledBack(long segment) throws Exception {
        Path copy = path.resolveSibling(path.getFileName() + "-copy");
        Command.of("cp", "-a", path.toString(), copy.toString()).run().expectSuccess();
        try (Stream<Path> files = Files.walk(copy)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                boolean later = file.startsWith(copy.resolve("data")) && Long.parseLong(name) > segment;
                if (later || name.matches("(index|hints|integrity)\\..*")) {
                    Files.delete(file);
                }
            }
        }
        return copy;
    }

    long lastSegment() throws Exception {
        try (Stream<Path> files = Files.walk(path.resolve("data"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> Long.parseLong(file.getFileName().toString()))
                    .max()
                    .orElseThrow();
        }
    }

    /** A program that the account can start; it knows its own directory as {@code $d}. */
    Path script(String text) throws Exception {
        Path directory = Files.createTempDirectory(lab.serverHome(), "script-");
        Path script = Files.writeString(directory.resolve("borg"), "#!/bin/sh\nd=${0%/*}\n" + text);
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        if (lab.hasSeparateAccounts()) {
            Command.of("chown", "-R", lab.serverUser(), directory.toString())
                    .run()
                    .expectSuccess();
        }
        return script;
    }
}
