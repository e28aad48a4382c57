package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpTest {
    @ParameterizedTest
    @CsvSource({
        "help.txt, ''",
        "help-run.txt, run",
        "help-init.txt, init",
        "help-agent.txt, agent",
        "help-setup.txt, setup",
        "help-hostkey.txt, hostkey",
        "help-hostkey-scan.txt, hostkey scan",
        "help-hostkey-pin.txt, hostkey pin"
    })
    void isTheTextThatIsCheckedIn(String golden, String command) throws IOException {
        Result result = help(command);

        assertThat(result.code()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo(Commands.golden(golden, result.out()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "init", "agent", "setup", "hostkey scan", "hostkey pin"})
    void namesEveryOption(String command) {
        Invocation invocation = Invocation.of(new String[0], Map.of(), System.out, System.err);
        GlobalOptions global = new GlobalOptions();
        Object each = switch (command) {
            case "run" -> new RunCommand(invocation, global);
            case "init" -> new InitCommand(invocation, global);
            case "setup" -> new SetupCommand(invocation, global);
            case "hostkey scan" -> new HostkeyScanCommand(invocation, global);
            case "hostkey pin" -> new HostkeyPinCommand(invocation, global);
            default -> new AgentCommand(invocation, global);
        };
        String help = help(command).out();

        for (OptionSpec option : new CommandLine(each).getCommandSpec().options()) {
            assertThat(help).contains(option.longestName());
        }
        for (String option : new String[] {"--config", "--verbose", "--quiet", "--log-json", "--color", "--help"}) {
            assertThat(help).contains(option);
        }
    }

    @Test
    void theVersionIsThatOfTheBuild() {
        assertThat(Commands.broker("--version").out()).matches("broker [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
    }

    private static Result help(String command) {
        return Commands.broker(Stream.of((command + " --help").split(" "))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new));
    }
}
