package org.agentbroker.broker.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;

/** Key files of broker's own, with their {@code .pub} beside them. */
final class KeyFiles {
    static final String RECORD = "key";

    private final SecretReader secrets;
    private final SetupRecord record;

    KeyFiles(SecretReader secrets, SetupRecord record) {
        this.secrets = secrets;
        this.record = record;
    }

    static Path pub(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /**
     * Makes the key if there is none.
     *
     * @param what it is, for people
     * @param comment stands in both files
     */
    Step make(Path file, SecretSource passphrase, String what, String comment) {
        try {
            if (NewFile.isThere(file)) {
                return new Step.AlreadySo(what + " is there: " + file);
            }
            if (!(passphrase instanceof SecretSource.None)) {
                return Step.Stopped.of(new UnusableInput(
                        file + " does not exist, and has a passphrase to be made with",
                        "make it yourself: ssh-keygen -t ed25519 -f " + file));
            }
            if (NewFile.isThere(pub(file))) { // else the line of that key would be let in
                return Step.Stopped.of(new UnusableInput(
                        pub(file) + " is there without its key", "if that key is no longer used: rm " + pub(file)));
            }
            try (AgentKey key = AgentKey.generate(comment)) {
                return make(file, key, what);
            }
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    private Step make(Path file, AgentKey key, String what) throws UnusableInput {
        record.add(RECORD, key.fingerprint() + "\t" + file);
        byte[] text = key.toOpenSsh();
        try {
            if (!NewFile.write(file, text, "rw-------")) {
                record.remove(RECORD, key.fingerprint() + "\t" + file);
                return new Step.AlreadySo(what + " is there: " + file);
            }
        } finally {
            Arrays.fill(text, (byte) 0);
        }
        byte[] line = (key.publicLine() + " " + key.comment() + "\n").getBytes(StandardCharsets.UTF_8);
        NewFile.write(pub(file), line, "rw-r--r--");
        return new Step.Changed(what + " is made: " + file + " (" + key + ")");
    }

    /** {@code TYPE BASE64} of a key: of its {@code .pub}, or else of the file itself, whose passphrase is asked for then. */
    String publicLine(Path file, SecretSource passphrase) throws UnusableInput {
        Path pub = pub(file);
        try {
            return HostPin.parse(Files.readString(pub).lines().findFirst().orElse(""))
                    .line();
        } catch (NoSuchFileException e) {
            if (!NewFile.isThere(file)) {
                throw new UnusableInput(
                        file + " is not made yet",
                        "setup makes it, without --print; or: ssh-keygen -q -t ed25519 -N '' -f " + file);
            }
            try (AgentKey key = secrets.plainKey(file, passphrase)) {
                return key.publicLine();
            }
        } catch (IOException e) {
            throw new UnusableInput(pub + " cannot be read: " + NewFile.reason(e), "ls -l " + pub);
        } catch (UnusableInput e) {
            throw new UnusableInput(pub + " is no public key: " + e.what(), "ssh-keygen -y -f " + file + " > " + pub);
        }
    }

    /** Removes a key that {@link #make} has made. Does nothing when it has not, or when another key has the name now. */
    void remove(Path file) throws UnusableInput {
        for (String each : record.of(RECORD)) {
            String[] made = each.split("\t", 2);
            if (!made[made.length - 1].equals(file.toString())) {
                continue;
            }
            try {
                if (NewFile.isThere(file)) {
                    try (AgentKey key = secrets.plainKey(file, new SecretSource.None())) {
                        if (key.fingerprint().equals(made[0])) {
                            Files.delete(file);
                            Files.deleteIfExists(pub(file));
                        }
                    }
                }
            } catch (IOException e) {
                throw new UnusableInput(file + " cannot be removed: " + NewFile.reason(e), "rm " + file);
            }
            record.remove(RECORD, each);
        }
    }

    /** Whether {@link #make} has made it. */
    boolean isOurs(Path file) throws UnusableInput {
        return record.of(RECORD).stream().anyMatch(each -> each.endsWith("\t" + file));
    }
}
