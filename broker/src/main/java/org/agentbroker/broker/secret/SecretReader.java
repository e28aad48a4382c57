package org.agentbroker.broker.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.PrivateFile;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource.FromCommand;
import org.agentbroker.broker.secret.SecretSource.FromCredential;
import org.agentbroker.broker.secret.SecretSource.FromEnvironment;
import org.agentbroker.broker.secret.SecretSource.FromFile;
import org.agentbroker.broker.secret.SecretSource.FromPrompt;
import org.agentbroker.broker.secret.SecretSource.None;
import org.jspecify.annotations.Nullable;

/** Reads secrets as bytes; none becomes a {@code String} on the way. */
public final class SecretReader {
    private final SecretPrompt prompt;
    private final Path environ;
    private final Duration patience;

    public SecretReader(SecretPrompt prompt) {
        this(prompt, Path.of("/proc/self/environ"), Duration.ofSeconds(60));
    }

    /**
     * @param environ the environment as the kernel shows it
     * @param patience how long a command may take
     */
    SecretReader(SecretPrompt prompt, Path environ, Duration patience) {
        this.prompt = prompt;
        this.environ = environ;
        this.patience = patience;
    }

    /**
     * The secret, which the caller closes.
     *
     * @param what names it in messages and questions: {@code passphrase of web1}
     * @throws UnusableInput when the source does not give one, or one that has a newline or NUL inside
     */
    public Secret read(SecretSource source, String what) throws UnusableInput {
        Secret secret = open(source, what);
        if (!secret.isOneLine()) {
            secret.close();
            throw new UnusableInput("the " + what + " has more than one line", "keep it on one line: " + source);
        }
        return secret;
    }

    /**
     * The key of a file, with the certificate beside it if there is one. The caller closes it.
     *
     * @param passphrase opens the file
     * @throws UnusableInput when either cannot be used
     */
    public AgentKey key(Path file, SecretSource passphrase) throws UnusableInput {
        return key(file, passphrase, AgentKey::loadCertified);
    }

    /** As {@link #key}, but a certificate beside it is left aside. */
    public AgentKey plainKey(Path file, SecretSource passphrase) throws UnusableInput {
        return key(file, passphrase, AgentKey::load);
    }

    private interface Loading {
        AgentKey load(Path file, @Nullable Secret passphrase) throws UnusableInput;
    }

    private AgentKey key(Path file, SecretSource passphrase, Loading loading) throws UnusableInput {
        if (passphrase instanceof None) {
            return loading.load(file, null);
        }
        try (Secret secret = read(passphrase, "passphrase of " + file)) {
            return loading.load(file, secret);
        }
    }

    private Secret open(SecretSource source, String what) throws UnusableInput {
        if (source instanceof None) {
            return Secret.owning(new byte[0]);
        }
        if (source instanceof FromFile from) {
            return nonEmpty(Secret.ofText(PrivateFile.read(from.file())), what, source);
        }
        if (source instanceof FromCredential from) {
            return nonEmpty(Secret.ofText(PrivateFile.readCredential(credential(from.name()))), what, source);
        }
        if (source instanceof FromCommand from) {
            return nonEmpty(Secret.ofText(new SecretCommand(from.command(), what, patience).output()), what, source);
        }
        if (source instanceof FromEnvironment from) {
            return nonEmpty(Secret.owning(variable(from.name(), what)), what, source);
        }
        if (source instanceof FromPrompt) {
            return prompt.ask(what);
        }
        throw new AssertionError(source);
    }

    private static Secret nonEmpty(Secret secret, String what, SecretSource source) throws UnusableInput {
        if (secret.isEmpty()) {
            throw new UnusableInput("the " + what + " is empty: " + source, "for none at all say so: none");
        }
        return secret;
    }

    private Path credential(String name) throws UnusableInput {
        byte[] directory = variable("CREDENTIALS_DIRECTORY");
        if (directory == null) {
            throw new UnusableInput(
                    "there are no systemd credentials here for " + name,
                    "start it by a unit with LoadCredential=" + name);
        }
        return Path.of(new String(directory, StandardCharsets.UTF_8), name);
    }

    private byte[] variable(String name, String what) throws UnusableInput {
        byte[] value = variable(name);
        if (value == null) {
            throw new UnusableInput("the " + what + " is not there: $" + name + " is not set", "export " + name);
        }
        return value;
    }

    // not System.getenv: that makes a String which stays
    private byte @Nullable [] variable(String name) throws UnusableInput {
        byte[] environment = new byte[0];
        byte[] wanted = (name + "=").getBytes(StandardCharsets.UTF_8);
        try {
            environment = Files.readAllBytes(environ);
            for (int start = 0; start < environment.length; ) {
                int end = start;
                while (end < environment.length && environment[end] != 0) {
                    end++;
                }
                boolean matches = end - start >= wanted.length
                        && Arrays.equals(environment, start, start + wanted.length, wanted, 0, wanted.length);
                if (matches) {
                    return Arrays.copyOfRange(environment, start + wanted.length, end);
                }
                start = end + 1;
            }
            return null;
        } catch (IOException e) {
            throw new UnusableInput("the environment cannot be read for $" + name, "use file or command");
        } finally {
            Arrays.fill(environment, (byte) 0);
        }
    }
}
