package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each source of a repository's passphrase; the lab's usual one is a file. */
@ExtendWith(LabExtension.class)
class PassphraseSourcesTest {

    @Test
    void file(Lab lab) {
        Use.expectListing(Use.ready(lab).client("passphrase", "{file: " + lab.passphraseFile() + "}"));
    }

    @Test
    void command(Lab lab) {
        Use.expectListing(Use.ready(lab).client("passphrase", "{command: [cat, " + lab.passphraseFile() + "]}"));
    }

    @Test
    void env(Lab lab) {
        ConfigText config = Use.ready(lab).client("passphrase", "{env: WEB1_PASSPHRASE}");

        expectListing(list(config).env("WEB1_PASSPHRASE", lab.passphrase()));
        Result unset = list(config).run();

        assertThat(unset.exitCode()).isEqualTo(78);
        assertThat(unset.stderr()).contains("$WEB1_PASSPHRASE is not set", "hint: export WEB1_PASSPHRASE");
    }

    @Test
    void credential(Lab lab) throws IOException {
        Path credentials = lab.newDirectory();
        Path file = Files.writeString(credentials.resolve("web1"), lab.passphrase() + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        expectListing(list(Use.ready(lab).client("passphrase", "{credential: web1}"))
                .env("CREDENTIALS_DIRECTORY", credentials));
    }

    @Test
    void noneIsForARepositoryWithoutEncryption(Lab lab) {
        ConfigText config =
                lab.config().client("repository", lab.newRepository()).client("passphrase", "none");

        Use.broker(config, "init", "web1", "--encryption", "none").expectSuccess();
        Use.broker(config, "run", "web1", "--archive", "open").expectSuccess();

        assertThat(Use.borg(config, "list", "--short").expectSuccess().stdoutText())
                .isEqualTo("open\n");
    }

    private static Command list(ConfigText config) {
        return BrokerProcess.command("--config", config.write().toString(), "run", "web1", "--", "list", "--short");
    }

    private static void expectListing(Command command) {
        assertThat(command.run().expectSuccess().stdoutText()).isEqualTo(ReadyRepository.ARCHIVE + "\n");
    }
}
