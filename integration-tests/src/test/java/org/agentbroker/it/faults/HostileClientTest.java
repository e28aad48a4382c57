package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client whose borg is none, or that does not let go. */
@ExtendWith({NothingLeft.class, LabExtension.class})
class HostileClientTest {
    private static final Pattern HOLDER = Pattern.compile("^sleep 4712$");
    // in a process group of its own: what is left in that of the script ends with it
    private static final String HOLDS_OUTPUT = "setsid sleep 4712 &";

    private final Lab lab;

    HostileClientTest(Lab lab) {
        this.lab = lab;
    }

    @AfterEach
    void endWhatTheClientKeeps() {
        for (Processes.Entry holder : Processes.ofUser(lab.clientUser(), HOLDER)) {
            Command.of("kill", Integer.toString(holder.pid())).run();
        }
    }

    @Test
    void sessionKeptOpenAfterBorgHasEndedIsClosed() {
        try (ClientScript script = new ClientScript(lab, HOLDS_OUTPUT, "exec borg \"$@\"");
                Running running = Cli.start(script.in(SharedRepository.config(lab)), "run", "web1")) {
            Result result = running.waitFor(Limits.END);

            assertThat(result.exitCode()).as(result.toString()).isZero();
            assertThat(result.stderr()).contains("done: archive ");
            assertThat(Processes.ofUser(lab.clientUser(), HOLDER)).isNotEmpty();
        }
    }

    @Test
    void exitCodeIsRightWhateverTheClientKeepsOpen() {
        for (int code : List.of(0, 1, 2)) {
            try (ClientScript script = new ClientScript(lab, HOLDS_OUTPUT, "echo said", "exit " + code);
                    Running running = Cli.start(script.in(lab.config()), "run", "web1", "--", "x")) {
                Result result = running.waitFor(Limits.END);

                assertThat(result.exitCode()).as(result.toString()).isEqualTo(code);
                assertThat(result.stdoutText()).isEqualTo("said\n");
            }
        }
    }

    @Test
    void createThatOnlySaysItIsDoneIsAFailure() {
        String json = "{\"archive\": {\"name\": \"a\", \"id\": \"0123\", \"duration\": 1.0,"
                + " \"stats\": {\"nfiles\": 5, \"original_size\": 10, \"deduplicated_size\": 7}}}";
        try (ClientScript script = new ClientScript(lab, "echo '" + json + "'", "exit 0")) {
            Result result = Cli.run(script.in(lab.config()), "run", "web1");

            Cli.assertFailed(
                    result,
                    2,
                    "web1 says that it is done, but did not log in at the server",
                    "is its borg the real one?");
        }
    }

    @Test
    void initThatOnlySaysItIsDoneIsAFailure() {
        try (ClientScript script = new ClientScript(lab, "exit 0")) {
            Result result = Cli.run(script.in(lab.config()), "init", "web1");

            Cli.assertFailed(result, 2, "web1 says that it is done, but did not log in at the server", "the real one?");
            assertThat(result.stderr()).doesNotContain("the repository is made");
        }
    }

    @Test
    void borgKilledOnTheClientIsNotBorgsOwnWord() {
        try (ClientScript script = new ClientScript(lab, "kill -KILL $$")) {
            Result result = Cli.run(script.in(lab.config()), "run", "web1", "--borg-exit-code");

            Cli.assertFailed(result, 2, "borg was killed on web1 by signal 9", "look at the client's memory and logs");
        }
    }

    @Test
    void controlCharactersAreShownAsEscapesOnStandardErrorOnly() {
        // clear screen, cursor up, the C1 form of ESC [, a right-to-left override; plain, in JSON, and in what fails
        String nasty = "\\033[2Jx\\033[1A\\302\\2332J\\342\\200\\256\\r";
        String json = "{\"type\": \"log_message\", \"levelname\": \"ERROR\", \"name\": \"b\","
                + " \"message\": \"bad \\\\u001b[2J\\\\u009b2J end\", \"msgid\": \"x\"}";
        try (ClientScript script = new ClientScript(
                lab, "printf '" + nasty + "\\n' >&2", "printf '" + json + "\\n' >&2", "printf '" + nasty + "'")) {
            Result text = Cli.run(script.in(lab.config()), "run", "web1", "--", "x");
            Result all = Cli.run(script.in(lab.config()), "--log-json", "run", "web1", "--", "x");

            for (Result result : List.of(text, all)) {
                assertThat(result.exitCode()).as(result.toString()).isZero();
                assertThat(result.stderr()).matches("[\\n\\x20-\\x7e]*");
                assertThat(result.stdout())
                        .isEqualTo("\u001b[2Jx\u001b[1A\u009b2J\u202e\r".getBytes(StandardCharsets.UTF_8));
            }
            assertThat(text.stderr()).contains("web1: bad \\x1b[2J\\x9b2J end", "\\x1b[2Jx\\x1b[1A\\x9b2J\\u202e");
        }
    }

    @Test
    void outputIsWholeHoweverLateItIsRead() {
        // fits into what waits on the way, so that the exit status comes long before the reader does
        try (ClientScript script = new ClientScript(lab, "exec head -c 1000000 /dev/zero")) {
            String config = script.in(lab.config()).write().toString();
            Result result = Command.of(
                            "bash",
                            "-c",
                            "set -o pipefail; \"$0\" --config \"$1\" run web1 -- x | { sleep 15; wc -c; }",
                            BrokerProcess.binary().toString(),
                            config)
                    .env("HOME", BrokerProcess.home())
                    .run(Duration.ofSeconds(60));

            assertThat(result.expectSuccess().stdoutText().strip()).isEqualTo("1000000");
        }
    }
}
