package org.agentbroker.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agentbroker.cli.command.Invocation;

/** The command in this process: its words in, its exit code and two streams out. */
public final class Commands {
    /** How it ended. */
    public record Result(int code, String out, String err) {}

    private static final Path CHECKED_IN = Path.of("src/test/resources/org/agentbroker/cli");
    private static final Path GOT = Path.of("target/golden");

    private Commands() {}

    public static Result broker(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Map<String, String> environment = Map.of(
                "HOME", "/home/nobody",
                "XDG_CONFIG_HOME", "/no/such/directory",
                "XDG_STATE_HOME", "/home/nobody/.local/state");
        PrintStream standardError = System.err; // the command routes the log of its libraries
        try {
            int code = BrokerCommand.execute(
                    Invocation.of(words, environment, out, new PrintStream(err, true, StandardCharsets.UTF_8)));
            return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(standardError);
        }
    }

    /** What is checked in under this name; leaves the actual text beside the build, ready to be copied. */
    public static String golden(String name, String actual) throws IOException {
        Files.createDirectories(GOT);
        Files.writeString(GOT.resolve(name), actual);
        Path file = CHECKED_IN.resolve(name);
        return Files.exists(file)
                ? Files.readString(file)
                : "if it is meant: cp cli/target/golden/" + name + " " + file;
    }
}
