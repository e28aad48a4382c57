package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpTest {
    @ParameterizedTest
    @MethodSource("commands")
    void isTheTextThatIsCheckedIn(String command) throws IOException {
        String golden = "help" + (command.isEmpty() ? "" : "-" + command.replace(' ', '-')) + ".txt";
        Result result = help(command);

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(Commands.golden(golden, result.out()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void namesTheOptionsThatAllHaveAndGivesAnExample(String command) {
        String help = help(command).out();

        assertThat(help).contains("--config", "--verbose", "--quiet", "--log-json", "--log-file", "--color", "--help");
        assertThat(help).contains(command.isEmpty() ? "Exit codes:" : "\nExample");
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Commands.broker("--version").out()).matches("broker [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
    }

    /** All commands that a help names, and their own. */
    static List<String> commands() {
        List<String> all = new ArrayList<>();
        add("", all);
        assertThat(all).contains("run", "init", "agent");
        return all;
    }

    private static void add(String command, List<String> all) {
        all.add(command);
        help(command)
                .out()
                .lines()
                .dropWhile(line -> !line.equals("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.charAt(2) != ' ')
                .forEach(line -> add((command + " " + line.strip().split(" ")[0]).strip(), all));
    }

    private static Result help(String command) {
        return Commands.broker(Stream.concat(Stream.of(command.split(" ")), Stream.of("--help"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new));
    }
}
