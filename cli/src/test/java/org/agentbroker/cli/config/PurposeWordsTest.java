package org.agentbroker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurposeWordsTest {
    private static final String PIN =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final String HOP =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA";

    @TempDir
    Path directory;

    @Test
    void takesAllThatIsGiven() throws Exception {
        Files.writeString(directory.resolve("forge.pub"), PIN + " forge\n");
        PurposeWords words = new PurposeWords(
                "deploy", "prompt", "git@forge", List.of("forge.pub"), List.of(HOP), "3", "90", "bound");

        Purpose purpose = words.toPurpose(Path.of("/home/u"), directory);

        assertThat(purpose.key()).isEqualTo(directory.resolve("deploy"));
        assertThat(purpose.keyPassphrase()).isEqualTo(new SecretSource.FromPrompt());
        assertThat(purpose.policy().user()).isEqualTo("git");
        assertThat(purpose.policy().level()).isEqualTo(PolicyLevel.BOUND);
        assertThat(purpose.policy().signatures()).isEqualTo(3);
        assertThat(purpose.policy().lifetime()).isEqualTo(Duration.ofSeconds(90));
        assertThat(purpose.policy().destinations())
                .extracting(pin -> pin.line())
                .containsExactly(PIN);
        assertThat(purpose.policy().hops()).extracting(pin -> pin.line()).containsExactly(HOP);
    }

    @Test
    void signsOneHostboundLoginWithinTwoMinutesUnlessTold() throws Exception {
        Purpose purpose = words(null, null, null).toPurpose(Path.of("/home/u"), directory);

        assertThat(purpose.keyPassphrase()).isEqualTo(new SecretSource.None());
        assertThat(purpose.policy().level()).isEqualTo(PolicyLevel.HOSTBOUND);
        assertThat(purpose.policy().signatures()).isOne();
        assertThat(purpose.policy().lifetime()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void takesALifetimeWithAUnit() throws Exception {
        assertThat(words(null, "5m", null)
                        .toPurpose(Path.of("/"), directory)
                        .policy()
                        .lifetime())
                .isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void saysAllThatIsMissingAtOnce() {
        refuses(
                new PurposeWords(null, null, null, List.of(), List.of(), null, null, null),
                "--to: is missing; add --to USER@HOST",
                "--hop: is missing; add --hop FILE, the host key of the machine that forwards the agent",
                "--pin: is missing; add --pin FILE, the host key of the destination; nothing is accepted unseen",
                "--key: is missing; add --key FILE");
    }

    @Test
    void needsNoHopAtLevelUnbound() throws Exception {
        PurposeWords words =
                new PurposeWords("deploy", null, "git@forge", List.of(PIN), List.of(), null, null, "unbound");

        assertThat(words.toPurpose(Path.of("/"), directory).policy().hops()).isEmpty();
    }

    @Test
    void saysWhatIsWrongWithEach() {
        refuses(words("0", null, null), "--signatures: signatures is out of range: 0; write a number from 1 to 1000");
        refuses(words(null, "0", null), "--lifetime: lifetime is out of range: 0s; write a duration from 1s to 1d");
        refuses(
                words(null, "soon", null),
                "--lifetime: lifetime is not a duration: soon; write a number and s, m, h or d, such as 10m");
        refuses(words(null, null, "hostbund"), "--level: no such level: hostbund; did you mean hostbound");
        refuses(
                new PurposeWords("deploy", "x", "forge", List.of("none.pub"), List.of(HOP), null, null, null),
                "--to: no user in forge; write user@host or user@host:port",
                "--pin: " + directory.resolve("none.pub") + " does not exist; check the path",
                "--key-passphrase-from: not a source of a passphrase; write " + Passphrases.OPTION_FORM);
    }

    private static PurposeWords words(String signatures, String lifetime, String level) {
        return new PurposeWords("deploy", null, "git@forge", List.of(PIN), List.of(HOP), signatures, lifetime, level);
    }

    private void refuses(PurposeWords words, String... problems) {
        assertThatThrownBy(() -> words.toPurpose(Path.of("/home/u"), directory))
                .isInstanceOfSatisfying(
                        InvalidConfig.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(ConfigProblem::toString)
                                .containsExactly(problems));
    }
}
