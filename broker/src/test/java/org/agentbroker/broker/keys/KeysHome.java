package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;

/** The home of an account for a test: this process's own, or another one if that is root. */
final class KeysHome {
    static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

    final Account account;
    final Path ssh;
    final Path file;
    final Path locks;

    private KeysHome(Account account, Path locks) {
        this.account = account;
        this.ssh = account.home().resolve(".ssh");
        this.file = AuthorizedKeys.usualFile(account);
        this.locks = locks;
    }

    /** Of this process's user, with an empty {@code .ssh}. */
    static KeysHome own(Path directory) throws IOException {
        KeysHome home = bare(directory, (int) Files.getAttribute(directory, "unix:uid"), (int)
                Files.getAttribute(directory, "unix:gid"));
        home.makeSsh();
        return home;
    }

    /** Without {@code .ssh}; another account's only if this process is root. */
    static KeysHome bare(Path directory, int uid, int gid) throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        own(home, uid, gid);
        return new KeysHome(new Account("somebody", uid, gid, home), Files.createDirectory(directory.resolve("locks")));
    }

    void makeSsh() throws IOException {
        Files.createDirectory(ssh);
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        own(ssh, account.uid(), account.gid());
    }

    private static void own(Path path, int uid, int gid) throws IOException {
        if ((int) Files.getAttribute(path, "unix:uid") != uid || (int) Files.getAttribute(path, "unix:gid") != gid) {
            Files.setAttribute(path, "unix:gid", gid);
            Files.setAttribute(path, "unix:uid", uid);
        }
    }

    /** Writes the file as its account would have it, mode 0600. */
    void write(String content) throws IOException {
        write(content.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] content) throws IOException {
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        own(file, account.uid(), account.gid());
    }

    String read() throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    AuthorizedKeys keys() {
        return keys(() -> {});
    }

    AuthorizedKeys keys(Runnable beforeSwap) {
        return keys(NOW, beforeSwap);
    }

    AuthorizedKeys keys(Instant now, Runnable beforeSwap) {
        return new AuthorizedKeys(account, file, locks, Duration.ofSeconds(20), InstantSource.fixed(now), beforeSwap);
    }

    static KeyLine line(String client, Instant end) throws UnusableInput {
        try (AgentKey key = AgentKey.generate("")) {
            return KeyLine.of(ForcedCommand.of(List.of("borg", "serve")), end, ExpiryTime.UTC, key, client);
        }
    }

    static KeyLine line(String client) throws UnusableInput {
        return line(client, NOW.plusSeconds(120));
    }

    /** The names in {@code .ssh}. */
    List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(ssh)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }

    static String owner(Path path) throws IOException {
        return Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS) + ":"
                + Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
    }
}
