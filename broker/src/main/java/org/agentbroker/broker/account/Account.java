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
        String line = line(name);
        String[] fields = line.strip().split(":", -1);
        if (fields.length != FIELDS || !fields[0].equals(name) || !fields[5].startsWith("/")) {
            throw new UnusableInput(
                    "there is no account " + name + " on this machine",
                    "broker runs at the server; correct server.user, or use return: direct with key: FILE");
        }
        return new Account(name, Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), Path.of(fields[5]));
    }

    private static String line(String name) throws UnusableInput {
        try {
            Process getent = new ProcessBuilder("getent", "passwd", "--", name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            getent.getOutputStream().close();
            byte[] answer = getent.getInputStream().readNBytes(4096);
            if (!getent.waitFor(20, TimeUnit.SECONDS)) {
                getent.destroyForcibly();
            }
            return new String(answer, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInput(
                    "getent cannot be run: " + e.getMessage(), "install it, it belongs to the C library");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableInput("interrupted while looking for the account " + name, "start it again");
        }
    }
}
