package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The real {@code broker} command, as {@code mvn package} leaves it. All of one test run share a home directory, empty
 * at first, so that two at the same time meet each other's locks. The launcher replaces itself by the JVM: its pid is broker's.
 */
public final class BrokerProcess {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private BrokerProcess() {}

    /** Runs {@code broker ARGS} to its end, with an empty stdin. */
    public static Result run(String... args) {
        return command(args).run(LIMIT);
    }

    /** Starts {@code broker ARGS} with an empty stdin; close the answer. */
    public static Running start(String... args) {
        return command(args).start();
    }

    /** For variables of one's own, a stdin, or another limit. */
    public static Command command(String... args) {
        List<String> words = new ArrayList<>(List.of(binary().toString()));
        words.addAll(List.of(args));
        return Command.of(words).env("HOME", Home.DIRECTORY);
    }

    /** The command itself; {@code -Dbroker.binary=FILE} names another one. */
    public static Path binary() {
        String named = System.getProperty("broker.binary");
        Path binary = named == null ? Repository.root().resolve("cli/target/broker/bin/broker") : Path.of(named);
        if (!Files.isExecutable(binary)) {
            throw new AssertionError(binary + " is not there: `mvn package` makes it");
        }
        return binary;
    }

    public static Path home() {
        return Home.DIRECTORY;
    }

    /** Where those with that home keep their state; see {@link Command}. */
    public static Path state() {
        return home().resolve(".local/state/broker");
    }

    /** Made when it is first asked for. */
    private static final class Home {
        static final Path DIRECTORY = create();

        private static Path create() {
            try {
                Path home = Files.createTempDirectory("broker-home-");
                Runtime.getRuntime()
                        .addShutdownHook(new Thread(
                                () -> Command.of("rm", "-rf", home.toString()).run()));
                return home;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
