package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** broker's own login at the client, and who the client is. */
@ExtendWith(LabExtension.class)
class LoginTest {

    @Test
    void adHocClientNeedsNoConfigFile(Lab lab) {
        String repository = lab.newRepository();
        List<String> options = List.of(
                lab.clientUser() + "@127.0.0.1:" + lab.clientPort(),
                "--repository=" + repository,
                "--key=" + lab.key(),
                "--identity=" + lab.identity(),
                "--host-key=" + lab.clientHostKey(),
                "--server=" + lab.serverUser() + "@127.0.0.1:" + lab.serverPort(),
                "--server-host-key=" + lab.directory() + "/server/ssh_host_ed25519_key.pub",
                "--passphrase-from=file:" + lab.passphraseFile(),
                "--return=direct");

        adHoc(options, List.of("init"), List.of()).expectSuccess();
        Result run = adHoc(options, List.of("run"), List.of("--path=" + lab.clientData(), "--archive=one"))
                .expectSuccess();
        Result list = adHoc(options, List.of("run"), List.of("--", "list", "--short"));

        assertThat(run.stderr()).contains("done: archive one, 10 files");
        assertThat(list.expectSuccess().stdoutText()).isEqualTo("one\n");
    }

    private static Result adHoc(List<String> options, List<String> command, List<String> rest) {
        List<String> words = new ArrayList<>(command);
        words.addAll(options);
        words.addAll(rest);
        return BrokerProcess.run(words.toArray(String[]::new));
    }

    @Test
    void outsideAgentLogsInAndIsNotForwarded(Lab lab) {
        String answer = Command.of("ssh-agent", "-s").run().expectSuccess().stdoutText();
        String socket = answer.replaceAll("(?s).*SSH_AUTH_SOCK=([^;]+);.*", "$1");
        String pid = answer.replaceAll("(?s).*SSH_AGENT_PID=([0-9]+);.*", "$1");
        try {
            Command.of("ssh-add", "-q", lab.identity().toString())
                    .env("SSH_AUTH_SOCK", socket)
                    .run()
                    .expectSuccess();
            Path borg = ClientFile.script(lab, "borg", "#!/bin/sh\nssh-add -l\nexec borg \"$@\"\n");
            ConfigText config = Use.ready(lab).defaults("identity", "agent").client("borg", borg.toString());

            Result result = BrokerProcess.command(
                            "--config", config.write().toString(), "run", "web1", "--", "list", "--short")
                    .env("SSH_AUTH_SOCK", socket)
                    .run();

            assertThat(result.expectSuccess().stdoutText())
                    .isEqualTo("The agent has no identities.\n" + ReadyRepository.ARCHIVE + "\n");
        } finally {
            Command.of("kill", pid).run();
        }
    }

    @Test
    void outsideAgentThatIsNotThereIsSaidBeforeAnyNetwork(Lab lab) {
        Result result = Use.broker(Use.ready(lab).defaults("identity", "agent"), "run", "web1");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).contains("$SSH_AUTH_SOCK is not set");
    }

    @Test
    void encryptedIdentityIsOpenedWithItsPassphrase(Lab lab) {
        Path identity = lab.newDirectory().resolve("identity");
        Command.of("cp", lab.identity().toString(), identity.toString()).run().expectSuccess();
        Command.of("ssh-keygen", "-q", "-p", "-P", "", "-N", "open sesame", "-f", identity.toString())
                .run()
                .expectSuccess();
        ConfigText config = Use.ready(lab).defaults("identity", identity.toString());

        Use.expectListing(config.defaults("identity-passphrase", "{command: [echo, open sesame]}"));
        Result wrong = Use.broker(config.defaults("identity-passphrase", "{command: [echo, wrong]}"), "run", "web1");

        assertThat(wrong.exitCode()).isEqualTo(78);
        assertThat(wrong.stderr()).contains(identity.toString()).contains("broker: hint: ");
    }

    @Test
    void changedHostKeyOfTheClientStopsThePull(Lab lab) {
        Result result =
                Use.broker(Use.ready(lab).client("host-keys", "[\"" + lab.serverHostKey() + "\"]"), "run", "web1");

        assertThat(result.exitCode()).isEqualTo(76);
        assertThat(result.stderr()).contains("the host key of web1 is not the pinned one", "broker hostkey scan web1");
    }

    @Test
    void changedHostKeyOfTheServerStopsThePull(Lab lab) {
        Result result = Use.broker(
                Use.ready(lab).server("host-keys", "[\"" + lab.clientHostKey() + "\"]"), "-v", "run", "web1");

        assertThat(result.exitCode()).isEqualTo(76);
        assertThat(result.stderr())
                .contains("is not the pinned one, as seen from web1")
                .doesNotContain("agent: ");
    }
}
