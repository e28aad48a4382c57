package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program to run, in an environment of which only what is named here is known: neither an agent nor borg's variables
 * of whoever runs the tests reach it. broker's state is below its home, also that of root on a machine where a timer pulls.
 */
public final class Command {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> KEPT = List.of("PATH", "HOME", "USER", "LANG", "JAVA_HOME", "BROKER_JAVA_HOME");

    private final List<String> words;
    private final Map<String, String> environment = new TreeMap<>();

    private Command(List<String> words) {
        this.words = words;
        for (String name : KEPT) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("LC_ALL", "C.UTF-8");
    }

    public static Command of(String... words) {
        return new Command(List.of(words));
    }

    public static Command of(List<String> words) {
        return new Command(List.copyOf(words));
    }

    public Command env(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** Runs it to its end, with an empty stdin. */
    public Result run() {
        return run(LIMIT);
    }

    public Result run(Duration limit) {
        try (Running running = start()) {
            return running.waitFor(limit);
        }
    }

    /** Runs it to its end, with these bytes as its stdin. */
    public Result run(byte[] stdin) {
        try (Running running = new Running(process(ProcessBuilder.Redirect.PIPE, stdin))) {
            return running.waitFor(LIMIT);
        }
    }

    public Running start() {
        return new Running(
                process(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()), new byte[0]));
    }

    private Process process(ProcessBuilder.Redirect from, byte[] stdin) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectInput(from);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putIfAbsent("XDG_STATE_HOME", environment.getOrDefault("HOME", "") + "/.local/state");
        try {
            Process process = builder.start();
            try (OutputStream to = process.getOutputStream()) {
                to.write(stdin);
            }
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(words.toString(), e);
        }
    }
}
