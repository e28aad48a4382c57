package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several clients at a time: what one of them does is nothing to the others. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class JobsTest {
    private static final String NOBODY = "1";

    private final Lab lab;
    /** Another address of the one client that a lab has: for broker it is another client. */
    private Sshd another;

    JobsTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() {
        another = lab.clientSshd();
    }

    @AfterEach
    void close() {
        another.close();
    }

    @Test
    void twoClientsOfOneRepositoryAreDoneOneAfterTheOther() {
        ConfigText config = SharedRepository.config(lab).also("web2").client("port", another.portText());

        Result result = Cli.run(config, "run", "--all", "--jobs", "2").expectSuccess();

        assertThat(result.stderr())
                .containsPattern("broker: web[12]: waiting for the repository: held by the pull of web[12], process ")
                .contains("broker: web1: done: archive ", "broker: web2: done: archive ");
        assertThat(table(result))
                .hasSize(3)
                .anySatisfy(line -> assertThat(line).matches("web1 +done +[0-9.]+ s  \\S+ +[0-9.]+ k?B +[0-9.]+ k?B"))
                .anySatisfy(line -> assertThat(line).matches("web2 +done .*"));
    }

    @Test
    void oneClientThatIsDownIsNothingToTheOthers() {
        ConfigText config = SharedRepository.config(lab)
                .also("down")
                .client("port", NOBODY)
                .also("web2")
                .client("port", another.portText())
                .client("repository", lab.newRepository());
        Cli.run(config, "init", "web2").expectSuccess();

        Result result = Cli.run(config, "run", "--all", "--jobs", "3");

        Cli.assertFailed(result, 69, "down cannot be reached", "is it up?");
        assertThat(table(result)).hasSize(4);
        assertThat(table(result).get(1)).matches("web1 +done .*");
        assertThat(table(result).get(2)).matches("down +unreachable +[0-9.]+ s");
        assertThat(table(result).get(3)).matches("web2 +done .*");

        Result quiet = Cli.run(config, "--quiet", "run", "--all", "--jobs", "3");
        assertThat(quiet.exitCode()).isEqualTo(69);
        assertThat(quiet.stderr().lines()).hasSize(4);
        assertThat(table(quiet)).hasSize(2);

        Result json = Cli.run(config, "--log-json", "run", "--all", "--jobs", "3");
        List<Map<String, Object>> lines = LogJson.lines(json.stderr());
        assertThat(lines)
                .filteredOn(line -> "outcome".equals(line.get("type")))
                .extracting(line -> line.get("client") + " " + line.get("exit_code"))
                .containsExactlyInAnyOrder("web1 0", "down 69", "web2 0");
    }

    @Test
    void clientsThatAreOneAccountOfOneMachineAreNotPulledFromAtATime() {
        ConfigText config = SharedRepository.config(lab).also("web1-again");

        Result result = Cli.run(config, "run", "--all", "--jobs", "2").expectSuccess();

        assertThat(table(result)).hasSize(3);
        assertThat(result.stderr()).doesNotContain("waiting");
    }

    @Test
    void softClientThatIsDownIsForAnotherTimeAndQuiet() {
        ConfigText config = lab.config().client("port", NOBODY).client("soft", "true");

        Result quiet = Cli.run(config, "--quiet", "run", "web1");
        assertThat(quiet.exitCode()).isEqualTo(75);
        assertThat(quiet.stderr()).isEmpty();

        Result usual = Cli.run(config, "run", "web1");
        assertThat(usual.exitCode()).isEqualTo(75);
        assertThat(usual.stderr())
                .isEqualTo("broker: asleep: web1 cannot be reached at 127.0.0.1 port 1: connection refused\n");

        Map<String, Object> outcome = LogJson.lines(
                        Cli.run(config, "--log-json", "run", "web1").stderr())
                .stream()
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(outcome)
                .containsEntry("type", "outcome")
                .containsEntry("exit_code", 75L)
                .containsEntry("phase", "connect")
                .containsEntry("cause", "asleep")
                .containsKey("hint");
    }

    @Test
    void softClientWithAnotherHostKeyIsNotAsleep() {
        Result result = Cli.run(
                lab.config()
                        .client("host-keys", "[\"" + lab.serverHostKey() + "\"]")
                        .client("soft", "true"),
                "run",
                "web1");

        assertThat(result.exitCode()).isEqualTo(76);
    }

    @Test
    void termEndsAllThatRunAndBeginsNoMore() {
        try (Sleeper sleeper = new Sleeper(lab);
                Running running = Cli.start(
                        sleeper.in(lab.config())
                                .also("web2")
                                .client("port", another.portText())
                                .client("repository", "~/other")
                                .also("web3")
                                .client("host", "127.0.0.2"),
                        "run",
                        "--all",
                        "--jobs",
                        "2")) {
            Sleeper.awaitUnderway(running, "web1");
            Sleeper.awaitUnderway(running, "web2");
            running.sendSignal("TERM");

            Result result = running.waitFor(Limits.END);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
            assertThat(result.stderr())
                    .containsOnlyOnce("broker: stopping; ")
                    .contains("the pull of web1 was cancelled", "the pull of web2 was cancelled")
                    .doesNotContain("the pull of web3");
            assertThat(table(result)).hasSize(4);
            assertThat(table(result).get(1)).matches("web1 +cancelled +[0-9.]+ s");
            assertThat(table(result).get(3)).matches("web3 +not begun");
            // they were waited for
            assertThat(Processes.ofUser(lab.clientUser(), Pattern.compile("^sleep 4711$")))
                    .isEmpty();
        }
    }

    /** Its lines, with their heads, without what stands before each. */
    private static List<String> table(Result result) {
        return result.stderr()
                .lines()
                .dropWhile(line -> !line.startsWith("broker: client "))
                .map(line -> line.substring("broker: ".length()))
                .toList();
    }
}
