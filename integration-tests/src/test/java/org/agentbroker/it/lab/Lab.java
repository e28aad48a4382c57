package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** A client and a server, each a real sshd on loopback: what {@code integration-tests/lab/lab} makes, for tests. */
public final class Lab implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> values;
    private final AtomicInteger repositories = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread whenKilled = new Thread(this::down);

    private Lab(Path directory, Map<String, String> values) {
        this.directory = directory;
        this.values = values;
    }

    /** A lab of its own, for tests that break it; {@link LabExtension} hands out one that all share. */
    public static Lab open() {
        Prerequisites.missing().ifPresent(Assumptions::abort);
        try {
            Path directory = Files.createTempDirectory("broker-lab-");
            LabScript.run("up", directory.toString());
            Lab lab = new Lab(directory, values(directory.resolve("lab.env")));
            // an interrupted build would leave accounts behind
            Runtime.getRuntime().addShutdownHook(lab.whenKilled);
            return lab;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    public int clientPort() {
        return Integer.parseInt(value("CLIENT_PORT"));
    }

    public String clientUser() {
        return value("CLIENT_USER");
    }

    public Path clientHome() {
        return Path.of(value("CLIENT_HOME"));
    }

    /** The tree to back up, as borg on the client is to name it. */
    public String clientData() {
        return value("CLIENT_DATA");
    }

    /** As it stands in {@code host-keys}: type and key. */
    public String clientHostKey() {
        return hostKey("client", "ed25519");
    }

    public int serverPort() {
        return Integer.parseInt(value("SERVER_PORT"));
    }

    public String serverUser() {
        return value("SERVER_USER");
    }

    public Path serverHome() {
        return Path.of(value("SERVER_HOME"));
    }

    public String serverHostKey() {
        return hostKey("server", "ed25519");
    }

    /** The public host key of {@code client} or {@code server}; types are {@code ed25519}, {@code ecdsa}, {@code rsa}. */
    public String hostKey(String side, String type) {
        String[] words = read(directory.resolve(side).resolve("ssh_host_" + type + "_key.pub"))
                .split(" ");
        return words[0] + " " + words[1];
    }

    /** broker's own login at the client. */
    public Path identity() {
        return Path.of(value("IDENTITY"));
    }

    /** What the client's borg uses at the server. */
    public Path key() {
        return Path.of(value("KEY"));
    }

    public Path passphraseFile() {
        return Path.of(value("PASSPHRASE_FILE"));
    }

    /** Without the newline that the file ends with. */
    public String passphrase() {
        return read(passphraseFile()).strip();
    }

    /** The broker.yaml that the script wrote: client {@code web1}, return {@code direct}. */
    public Path configFile() {
        return Path.of(value("CONFIG"));
    }

    /** The same as {@link #configFile()}, to be changed. */
    public ConfigText config() {
        return new ConfigText(this);
    }

    /** What the client's sshd logged so far. */
    public String clientLog() {
        return read(directory.resolve("client/sshd.log"));
    }

    /** What the server's sshd logged so far. */
    public String serverLog() {
        return read(directory.resolve("server/sshd.log"));
    }

    /** False where the tests do not run as root: client and server are then the same user. */
    public boolean hasSeparateAccounts() {
        return !clientUser().equals(serverUser());
    }

    /** A path at the server that no other test uses, in the form of the config's {@code repository}. */
    public String newRepository() {
        return "~/repo-" + repositories.incrementAndGet();
    }

    /** Where {@link #newRepository()} is in this file system. */
    public Path repositoryPath(String repository) {
        return serverHome().resolve(repository.replaceFirst("^~/", ""));
    }

    /** A directory for broker's side of a test, 0700. */
    public Path newDirectory() {
        try {
            return Files.createTempDirectory(directory.resolve("tmp"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more sshd of the client; the lines come before the usual settings and win over them. */
    public Sshd clientSshd(String... lines) {
        return Sshd.start(this, "client", lines);
    }

    /** One more sshd of the server; the lines come before the usual settings and win over them. */
    public Sshd serverSshd(String... lines) {
        return Sshd.start(this, "server", lines);
    }

    /** A dropbear at the server, with its Ed25519 host key: an SSH server without host-bound logins. Needs root. */
    public Sshd serverDropbear() {
        return Sshd.dropbear(this);
    }

    /** One more sshd of the client, from where no port of the server can be reached. Needs root. */
    public IsolatedClient isolatedClient(String... lines) {
        return IsolatedClient.start(this, lines);
    }

    /** A repository on a disk of its own, which is full when the disk is. Needs root. */
    public SmallDisk smallDisk(int mebibytes) {
        return SmallDisk.mount(this, mebibytes);
    }

    /** A disk of the client, in its home. Needs root. */
    public SmallDisk smallClientDisk(int mebibytes) {
        return SmallDisk.ofClient(this, mebibytes);
    }

    /** Somebody else who has an account at the client, to play the local attacker: stays to the lab's end. Needs root. */
    public OtherUser otherUser() {
        return OtherUser.add(this);
    }

    /** Signs certificates that an sshd with {@link #caAuthorizedKeys} takes. */
    public Path caKey() {
        return Path.of(value("CA_KEY"));
    }

    /**
     * An {@code AuthorizedKeysFile} in which {@link #caKey} is the only key: {@code cert-authority,restrict}, so the
     * forced command has to be in the certificate.
     */
    public Path caAuthorizedKeys() {
        return Path.of(value("CA_AUTHORIZED_KEYS"));
    }

    /** What the server's sshd reads, the one line of {@link #key} in it; broker may edit it. */
    public Path authorizedKeys() {
        return serverHome().resolve(".ssh/authorized_keys");
    }

    /** Ends all that runs in the lab and removes its accounts and files. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(whenKilled);
        down();
    }

    private void down() {
        if (closed.compareAndSet(false, true)) {
            LabScript.run("down", directory.toString());
        }
    }

    private String value(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new AssertionError(name + " is not in lab.env");
        }
        return value;
    }

    private static Map<String, String> values(Path env) {
        return read(env)
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
