package org.agentbroker.broker.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.UnusableInput;

/**
 * An account of this machine, as the name service knows it.
 *
 * @param home absolute
 */
public record Account(String name, int uid, int gid, Path home) {
    private static final int FIELDS = 7;

    /** @throws UnusableInput when there is none of this name */
    public static Account named(String name) throws UnusableInput {
        // not /etc/passwd: accounts may come from LDAP or systemd
        String line = answer("the account " + name, "getent", "passwd", "--", name);
        String[] fields = line.strip().split(":", -1);
        if (fields.length != FIELDS || !fields[0].equals(name) || !fields[5].startsWith("/")) {
            throw new UnusableInput(
                    "there is no account " + name + " on this machine",
                    "broker runs at the server; correct server.user, or use return: direct with key: FILE");
        }
        return new Account(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), Path.of(fields[5]));
    }

    /**
     * The numbers of its groups, with commas between them.
     *
     * @throws UnusableInput when they cannot be had
     */
    String groups() throws UnusableInput {
        String groups = answer("the groups of " + name, "id", "-G", "--", name).strip();
        if (!groups.matches("\\d+( \\d+)*")) {
            throw new UnusableInput("the groups of " + name + " are not known", "does id -G " + name + " work?");
        }
        return groups.replace(' ', ',');
    }

    private static String answer(String what, String... command) throws UnusableInput {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            byte[] answer = process.getInputStream().readNBytes(1 << 20);
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInput(command[0] + " cannot be run: " + e.getMessage(), "install it, or correct PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableInput("interrupted while looking for " + what, "start it again");
        }
    }
}
