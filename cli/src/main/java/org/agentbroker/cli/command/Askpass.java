package org.agentbroker.cli.command;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.agent.Confirmation;
import org.agentbroker.cli.print.Escape;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;

/**
 * Asks through the program of {@code $SSH_ASKPASS}, as OpenSSH does (readpass.c, ask_permission): it may be used when
 * there is a display or {@code SSH_ASKPASS_REQUIRE=force}, and agrees by ending well with nothing or {@code yes} said.
 */
final class Askpass implements Confirmation, AutoCloseable {
    private static final String USUAL = "/usr/bin/ssh-askpass";
    private static final int LONGEST_ANSWER = 1024;
    private static final int LONGEST_NAME = 200;

    private final Map<String, String> environment;
    private final Reporter reporter;
    private final Set<Process> asking = ConcurrentHashMap.newKeySet();
    private boolean closed;

    Askpass(Map<String, String> environment, Reporter reporter) {
        this.environment = environment;
        this.reporter = reporter;
    }

    @Override
    public boolean allows(String comment, String fingerprint, @Nullable String user) {
        Optional<String> program = program();
        if (program.isEmpty()) {
            reporter.warning("a key wants its use confirmed, and there is no display to ask at; hint: set SSH_ASKPASS"
                    + " and SSH_ASKPASS_REQUIRE=force");
            return false;
        }
        return ask(program.get(), question(comment, fingerprint, user));
    }

    static String question(String comment, String fingerprint, @Nullable String user) {
        return "Allow use of key " + shown(comment) + "?\nKey fingerprint " + fingerprint + "."
                + (user == null ? "" : "\nFor a login as " + shown(user) + ".");
    }

    // a long one must not push the fingerprint out of the window
    private static String shown(String text) {
        String safe = Escape.line(text);
        return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME) + "...";
    }

    private Optional<String> program() {
        String required = environment.getOrDefault("SSH_ASKPASS_REQUIRE", "");
        boolean display = !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
        boolean may = required.equalsIgnoreCase("force") || display && !required.equalsIgnoreCase("never");
        return may ? Optional.of(environment.getOrDefault("SSH_ASKPASS", USUAL)) : Optional.empty();
    }

    private boolean ask(String program, String question) {
        ProcessBuilder builder = new ProcessBuilder(program, question)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SSH_ASKPASS_PROMPT", "confirm");
        Process process;
        try {
            process = start(builder);
        } catch (IOException e) {
            reporter.warning("nobody can be asked: " + program + " did not start; hint: check SSH_ASKPASS");
            return false;
        }
        if (process == null) {
            return false;
        }
        try (InputStream out = process.getInputStream()) {
            String answer = new String(out.readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8);
            String first = answer.split("[\r\n]", 2)[0];
            return process.waitFor() == 0 && (first.isEmpty() || first.equalsIgnoreCase("yes"));
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            asking.remove(process);
            end(process);
        }
    }

    // under the lock: one that is just being started would outlive us
    private @Nullable Process start(ProcessBuilder builder) throws IOException {
        synchronized (asking) {
            if (closed) {
                return null;
            }
            Process process = builder.start();
            asking.add(process);
            return process;
        }
    }

    /** Ends every question. */
    @Override
    public void close() {
        synchronized (asking) {
            closed = true;
            asking.forEach(Askpass::end);
        }
    }

    // with what it has started: a script would leave its dialog behind
    private static void end(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
