package org.agentbroker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BorgRecipe;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The lab itself works, without any of broker's code: where this fails no other test says anything. */
@ExtendWith(LabExtension.class)
class LabSmokeTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void clientTakesTheIdentityAndSetsItsHome(Lab lab) {
        try (BorgRecipe recipe = new BorgRecipe(lab)) {
            Result result = recipe.onClient(lab.clientPort(), "id -un; echo \"$HOME\"");

            assertThat(result.expectSuccess().stdoutText().lines())
                    .containsExactly(lab.clientUser(), lab.clientHome().toString());
        }
    }

    @Test
    void serverTakesTheDedicatedKeyForBorgServeOnly(Lab lab) {
        try (BorgRecipe recipe = new BorgRecipe(lab)) {
            Result result = recipe.ssh(lab.key(), lab.serverPort(), lab.serverUser(), "id -un")
                    .run();

            assertThat(result.stdoutText()).doesNotContain(lab.serverUser());
            assertThat(lab.serverLog()).contains("Starting session: forced-command");
        }
    }

    @Test
    void recipeWithSshAgentInitialisesAndBacksUp(Lab lab) {
        String repository = lab.newRepository();
        try (BorgRecipe recipe = new BorgRecipe(lab)) {
            recipe.borg(repository, "init --encryption repokey-blake2").expectSuccess();
            recipe.borg(repository, "create ::first " + lab.clientData()).expectSuccess();

            Result list = recipe.borg(repository, "list --short ::first").expectSuccess();

            assertThat(list.stdoutText()).contains("data/etc/hosts", "data/home/alice/café");
            assertThat(lab.repositoryPath(repository)).isDirectoryContaining("glob:**/config");
        }
    }

    @Test
    void addedSshdPutsItsOwnSettingsFirst(Lab lab) {
        try (Sshd sshd = lab.clientSshd("AllowAgentForwarding no");
                BorgRecipe recipe = new BorgRecipe(lab)) {
            String echo = "echo \"socket=$SSH_AUTH_SOCK\"";

            assertThat(recipe.onClient(lab.clientPort(), echo).stdoutText()).contains("socket=/");
            assertThat(recipe.onClient(sshd.port(), echo).stdoutText()).isEqualTo("socket=\n");
            assertThat(sshd.log()).contains("Accepted publickey for " + lab.clientUser());
        }
    }

    @Test
    void addedSshdWithABadSettingSaysWhatSshdSays(Lab lab) {
        assertThatThrownBy(() -> lab.serverSshd("Nonsense yes"))
                .hasMessageContaining("Bad configuration option: Nonsense");
    }

    @Test
    void configIsThatOfTheScriptAndForTheOwnerOnly(Lab lab) throws IOException {
        Path config = lab.config()
                .client("repository", "~/repo-x")
                .client("key", null)
                .also("web2")
                .create("paths", "[/etc]")
                .write();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(config)))
                .isEqualTo("rw-------");
        assertThat(config).content().contains("web1:", "web2:", "repository: ~/repo-x", "paths: [/etc]");
        assertThat(config).content().doesNotContain("key: /");
        String unchanged = lab.config().toString().replace("\"" + lab.serverHostKey() + "\"", "");
        assertThat(Files.readString(lab.configFile()).replaceFirst("/\\S+\\.pub", ""))
                .isEqualTo(unchanged);
    }

    @Test
    void wayThatNeedsNoSshdAtTheServerIsConfiguredWithoutItAndWithoutAKey(Lab lab) {
        assertThat(Way.EMBEDDED.in(lab.config()).toString())
                .contains("return: embedded", "user: " + lab.serverUser())
                .doesNotContain(lab.serverHostKey())
                .doesNotContain("port: " + lab.serverPort())
                .doesNotContain(lab.key().toString());
        assertThat(Way.TUNNEL.in(lab.config()).toString())
                .contains("return: tunnel", lab.serverHostKey(), "port: " + lab.serverPort())
                .contains("key: " + lab.key());
    }

    @Test
    void downLeavesNoProcessAccountOrFile() {
        Pattern left = Pattern.compile("sleep 4321");
        Lab lab = Lab.open();
        try (lab;
                BorgRecipe recipe = new BorgRecipe(lab)) {
            recipe.onClient(lab.clientPort(), "nohup sleep 4321 >/dev/null 2>&1 &")
                    .expectSuccess();
            Processes.awaitSome(lab.clientUser(), left, SOON);
            lab.serverSshd();
        }
        assertThat(lab.directory()).doesNotExist();
        String directory = lab.directory().toString();
        assertThat(Path.of("/etc/passwd")).content().doesNotContain(directory);
        Pattern any = Pattern.compile(Pattern.quote(directory) + "|" + left);
        Await.until("nothing runs", SOON, () -> Processes.matching(any).isEmpty());
    }
}
