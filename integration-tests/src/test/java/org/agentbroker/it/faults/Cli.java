package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;

/** The real command with a config of its own, and what it has to say when it fails. */
final class Cli {
    private Cli() {}

    static Result run(ConfigText config, String... words) {
        return BrokerProcess.run(with(config, words));
    }

    static Running start(ConfigText config, String... words) {
        return BrokerProcess.start(with(config, words));
    }

    static Command command(ConfigText config, String... words) {
        return BrokerProcess.command(with(config, words));
    }

    /** One problem, with one hint, and the exit code that belongs to it. */
    static void assertFailed(Result result, int code, String what, String hint) {
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(code);
        List<String> lines = result.stderr().lines().toList();
        List<String> hints =
                lines.stream().filter(line -> line.startsWith("broker: hint: ")).toList();
        assertThat(hints).as(result.stderr()).singleElement().asString().contains(hint);
        assertThat(lines.get(lines.indexOf(hints.get(0)) - 1))
                .as(result.stderr())
                .startsWith("broker: ")
                .contains(what);
    }

    private static String[] with(ConfigText config, String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config.write().toString()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }
}
