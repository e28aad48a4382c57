package org.agentbroker.broker.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.PrivateFile;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource.FromCommand;
import org.agentbroker.broker.secret.SecretSource.FromCredential;
import org.agentbroker.broker.secret.SecretSource.FromEnvironment;
import org.agentbroker.broker.secret.SecretSource.FromFile;
import org.agentbroker.broker.secret.SecretSource.FromPrompt;
import org.agentbroker.broker.secret.SecretSource.None;

/** Reads secrets as bytes; none becomes a {@code String} on the way. */
public final class SecretReader {
    private static final int LARGEST = 64 * 1024;
    private static final int COMMAND_SECONDS = 60;

    private final SecretPrompt prompt;

    public SecretReader(SecretPrompt prompt) {
        this.prompt = prompt;
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

    private Secret open(SecretSource source, String what) throws UnusableInput {
        if (source instanceof None) {
            return Secret.owning(new byte[0]);
        }
        if (source instanceof FromFile from) {
            return nonEmpty(Secret.ofText(PrivateFile.read(from.file())), what, source);
        }
        if (source instanceof FromCredential from) {
            return nonEmpty(Secret.ofText(PrivateFile.read(credential(from.name()))), what, source);
        }
        if (source instanceof FromCommand from) {
            return nonEmpty(Secret.ofText(output(from, what)), what, source);
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

    private static Path credential(String name) throws UnusableInput {
        String directory = System.getenv("CREDENTIALS_DIRECTORY");
        if (directory == null) {
            throw new UnusableInput(
                    "there are no systemd credentials here for " + name,
                    "start it by a unit with LoadCredential=" + name);
        }
        return Path.of(directory, name);
    }

    // not System.getenv: that makes a String which stays
    private static byte[] variable(String name, String what) throws UnusableInput {
        byte[] environment = new byte[0];
        byte[] wanted = (name + "=").getBytes(StandardCharsets.UTF_8);
        try {
            environment = Files.readAllBytes(Path.of("/proc/self/environ"));
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
        } catch (IOException e) {
            throw new UnusableInput("the environment cannot be read for the " + what, "use file or credential");
        } finally {
            Arrays.fill(environment, (byte) 0);
        }
        throw new UnusableInput("the " + what + " is not there: $" + name + " is not set", "export " + name);
    }

    private static byte[] output(FromCommand from, String what) throws UnusableInput {
        String program = from.command().get(0);
        Process process;
        try {
            process = new ProcessBuilder(from.command())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UnusableInput("the command for the " + what + " did not start: " + program, "check its path");
        }
        try (InputStream out = process.getInputStream()) {
            byte[] bytes = out.readNBytes(LARGEST);
            boolean ended = process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                Arrays.fill(bytes, (byte) 0);
                throw new UnusableInput("the command for the " + what + " failed: " + program, "run it by hand");
            }
            return bytes;
        } catch (IOException e) {
            throw new UnusableInput("the command for the " + what + " gave nothing: " + program, "run it by hand");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableInput("interrupted while reading the " + what, "start it again");
        } finally {
            process.destroyForcibly();
        }
    }
}
