package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What borg is told, and how its end is told on. */
@ExtendWith(LabExtension.class)
class BorgCommandTest {
    private static final String HARD = "it's $HOME \\ \"x\" !y ü";

    @Test
    void oddFileNamesAreBackedUpAndExcluded(Lab lab) throws IOException {
        Path directory = ClientFile.directory(lab);
        Files.writeString(Files.createDirectory(directory.resolve(HARD)).resolve("kept"), "text");
        Files.writeString(directory.resolve(HARD).resolve("left out'$"), "text");
        ConfigText config = lab.config()
                .client("repository", lab.newRepository())
                .create("archive", "'odd $name'")
                .create("paths", "[" + yaml(directory.resolve(HARD).toString()) + "]")
                .create("exclude", "[" + yaml("*/left out'$") + "]")
                .create("options", "[--compression, \"zstd,3\", --comment, " + yaml(HARD) + "]");
        Use.broker(config, "init", "web1").expectSuccess();

        Use.broker(config, "run", "web1").expectSuccess();

        String list = Use.borg(config, "list", "--format", "{path}{NL}", "::odd $name")
                .expectSuccess()
                .stdoutText();
        assertThat(list).contains(HARD + "/kept\n").doesNotContain("left out");
        assertThat(Use.borg(config, "info", "::odd $name").expectSuccess().stdoutText())
                .contains("Comment: " + HARD + "\n");
    }

    @Test
    void warningsAreOneAndTheArchiveIsThere(Lab lab) throws IOException {
        ConfigText config = lab.config()
                .client("repository", lab.newRepository())
                .create("paths", "[" + lab.clientData() + ", /nowhere/at-all]");
        Use.broker(config, "init", "web1").expectSuccess();

        Result text = Use.broker(config, "run", "web1", "--archive", "warned");
        Result quiet = Use.broker(config, "-q", "run", "web1", "--archive", "quiet");

        assertThat(text.exitCode()).isEqualTo(1);
        assertThat(text.stderr()).contains("web1: /nowhere/at-all: ", "done with warnings: archive warned");
        assertThat(quiet.exitCode()).isEqualTo(1);
        assertThat(quiet.stderr().lines()).allMatch(line -> line.contains("/nowhere/at-all"));
        assertThat(Use.borg(config, "list", "--short").stdoutText()).isEqualTo("warned\nquiet\n");
    }

    @Test
    void failureOfBorgIsTwoOrItsOwnCodeOnWish(Lab lab) {
        ConfigText config = Use.ready(lab).client("borg", borgThatExits(lab, 13).toString());

        assertThat(Use.broker(config, "run", "web1", "--", "list").exitCode()).isEqualTo(2);
        assertThat(Use.broker(config, "run", "--borg-exit-code", "web1", "--", "list")
                        .exitCode())
                .isEqualTo(13);
    }

    @Test
    void codesOfTheShellAreNeverTakenForBorgs(Lab lab) {
        ConfigText config =
                Use.ready(lab).client("borg", borgThatExits(lab, 126).toString());

        assertThat(Use.broker(config, "run", "--borg-exit-code", "web1", "--", "list")
                        .exitCode())
                .isEqualTo(78);
    }

    @Test
    void modernWarningCodeIsAWarning(Lab lab) {
        ConfigText config =
                Use.ready(lab).client("borg", borgThatExits(lab, 105).toString());

        assertThat(Use.broker(config, "run", "web1", "--", "list").exitCode()).isEqualTo(1);
    }

    @Test
    void sudoStartsBorgAsRoot(Lab lab) {
        Assumptions.assumeTrue(
                Command.of("sh", "-c", "command -v sudo").run().exitCode() == 0, "sudo is not installed");
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: a rule for sudo");
        String rule = "/etc/sudoers.d/" + lab.clientUser();
        Command.of(
                        "sh",
                        "-c",
                        "echo '" + lab.clientUser() + " ALL=(ALL) NOPASSWD: ALL' >" + rule + " && chmod 440 " + rule)
                .run()
                .expectSuccess();
        try {
            Use.expectListing(Use.ready(lab).client("borg", "[sudo, borg]"));
        } finally {
            Command.of("rm", "-f", rule).run();
        }
    }

    private static Path borgThatExits(Lab lab, int code) {
        return ClientFile.script(lab, "borg", "#!/bin/sh\nexit " + code + "\n");
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
