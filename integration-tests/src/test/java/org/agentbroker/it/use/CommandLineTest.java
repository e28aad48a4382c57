package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is typed wrong, and what help there is; nothing here reaches a network. */
@ExtendWith(LabExtension.class)
class CommandLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|no command was given",
                "run|name a client, or --group, or --all",
                "run --all web1|--all and names of clients exclude each other",
                "run web1 web2 -- list|a borg command after -- is for one client",
                "run web1 --|no borg command after --",
                "run web1 --archive x -- list|--archive is for the configured backup",
                "run web1 --key x|--key is for user@host only",
                "run web1 --nonsense|--nonsense",
                "backup web1|backup",
                "init|CLIENT",
            })
    void wrongUseIsSixtyFourWithAMessageAndAHint(String words, String message, Lab lab) {
        Result result = Use.broker(lab.config(), words.isEmpty() ? new String[0] : words.split(" "));

        assertThat(result.exitCode()).as(result::toString).isEqualTo(64);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.stderr().lines()).hasSize(2);
        assertThat(result.stderr())
                .startsWith("broker: ")
                .contains(message)
                .containsPattern("\nbroker: hint: broker.* --help\n");
    }

    @Test
    void unknownClientIsUnusableAndTheNearestNameIsTold(Lab lab) {
        Result result = Use.broker(lab.config().also("db1"), "run", "wbe1");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).contains("there is no client wbe1", "did you mean web1", "configured: web1, db1");
    }

    @Test
    void adHocClientIsToldAllThatIsMissing() {
        Result result = BrokerProcess.run("run", "root@host");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr())
                .contains("--repository", "--identity", "--host-key", "--server", "--passphrase-from");
    }

    @Test
    void helpAndVersionGoToStandardOutput() {
        assertThat(BrokerProcess.run("--version").expectSuccess().stdoutText()).matches("broker [0-9]\\S+\n");
        assertThat(BrokerProcess.run("--help").expectSuccess().stdoutText()).contains("run", "init", "Exit codes:");
        Result run = BrokerProcess.run("run", "--help").expectSuccess();
        assertThat(run.stdoutText()).contains("broker run [OPTIONS] CLIENT -- BORG-ARG...", "--dry-run", "Examples:");
        assertThat(run.stderr()).isEmpty();
    }
}
