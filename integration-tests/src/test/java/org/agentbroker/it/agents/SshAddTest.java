package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSH's {@code ssh-add} with the general agent. */
@ExtendWith(LabExtension.class)
class SshAddTest {
    private static Lab lab;
    private static BrokerAgent agent;
    private static KeyFile authority;

    @BeforeAll
    static void start(Lab shared) {
        lab = shared;
        agent = BrokerAgent.start(lab);
        authority = KeyFile.make("ed25519", lab.newDirectory().resolve("authority"));
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @AfterEach
    void forgetAll() {
        agent.sshAdd("-D").expectSuccess();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048"})
    void keyAndCertificateAreAddedListedTriedAndRemoved(String type) {
        KeyFile key = key(type).certifiedBy(authority, "-n", "somebody");
        List<String> both = List.of(key.line(), KeyFile.read(key.certificate()));

        assertThat(agent.sshAdd(key.toString()).expectSuccess().stderr())
                .contains("Identity added: " + key, "Certificate added: " + key.certificate());

        assertThat(agent.listed()).isEqualTo(both);
        assertThat(agent.sshAdd("-l").stdoutText().lines().map(SshAddTest::bitsAndFingerprint))
                .containsExactly(fingerprint(key), fingerprint(key));
        if (!type.startsWith("rsa")) { // ssh-add of OpenSSH 9.2 tries those by SHA-1, which is never signed
            agent.sshAdd("-T", key.open().toString(), key.certificate().toString())
                    .expectSuccess();
        }
        agent.sshAdd("-d", key.toString()).expectSuccess();
        assertThat(agent.listed()).isEmpty();
        assertThat(agent.signs(key.open())).isFalse();
    }

    @Test
    void oneOfThemIsRemovedAlone() {
        KeyFile key = key("ed25519").certifiedBy(authority, "-n", "somebody");
        agent.sshAdd(key.toString()).expectSuccess();

        agent.sshAdd("-q", "-d", "-k", key.toString()).expectSuccess();

        assertThat(agent.listed()).containsExactly(KeyFile.read(key.certificate()));
        assertThat(agent.signs(key.open())).isFalse();
        assertThat(agent.signs(key.certificate())).isTrue();
        assertThat(agent.sshAdd("-d", "-k", key.toString()).exitCode()).isEqualTo(1);
    }

    @Test
    void listsInTheOrderOfAddingAndSaysWhenThereIsNothing() {
        List<KeyFile> keys = List.of(key("rsa-2048"), key("ed25519"), key("ecdsa-256"));
        keys.forEach(key -> agent.sshAdd(key.toString()).expectSuccess());

        assertThat(agent.listed()).isEqualTo(keys.stream().map(KeyFile::line).toList());
        agent.sshAdd("-D").expectSuccess();

        Result nothing = agent.sshAdd("-l");
        assertThat(nothing.exitCode()).isEqualTo(1);
        assertThat(nothing.stdoutText()).isEqualTo("The agent has no identities.\n");
    }

    @Test
    void keyIsGoneAfterItsTimeAndTheOthersStay() {
        KeyFile stays = key("ed25519");
        KeyFile goes = key("ed25519");
        agent.sshAdd(stays.toString()).expectSuccess();
        agent.sshAdd("-t", "1", goes.toString()).expectSuccess();

        Await.until("its time is over", BrokerAgent.SOON, () -> agent.listed().size() == 1);

        assertThat(agent.listed()).containsExactly(stays.line());
        assertThat(agent.signs(goes.open())).isFalse();
    }

    /** RFC 9987, 3.2: the new constraints take the place of the old, also none. */
    @Test
    void addingAgainWithoutALifetimeLiftsIt() {
        KeyFile key = key("ed25519");
        KeyFile clock = key("ed25519");
        agent.sshAdd("-t", "1", key.toString()).expectSuccess();
        agent.sshAdd(key.toString()).expectSuccess();
        agent.sshAdd("-t", "1", clock.toString()).expectSuccess();
        assertThat(agent.listed()).hasSize(2);

        Await.until(
                "the later one is over", BrokerAgent.SOON, () -> !agent.listed().contains(clock.line()));

        assertThat(agent.signs(key.open())).isTrue();
    }

    @Test
    void encryptedKeyIsOpenedBySshAdd() {
        KeyFile key = key("ed25519");
        Command.of("ssh-keygen", "-q", "-p", "-N", "key word", "-f", key.toString())
                .run()
                .expectSuccess();
        var askpass = Askpass.saying(lab, "key word");

        agent.command("ssh-add", key.toString())
                .env("SSH_ASKPASS", askpass)
                .env("SSH_ASKPASS_REQUIRE", "force")
                .run()
                .expectSuccess();

        assertThat(agent.signs(key.open())).isTrue();
    }

    /** CVE-2016-10009, CVE-2023-38408: no library is loaded by request. */
    @Test
    void tokenIsRefused() {
        for (String option : List.of("-s", "-e")) {
            Result result = agent.command("ssh-add", option, "/usr/lib/token.so")
                    .env("SSH_ASKPASS", Askpass.saying(lab, "1234"))
                    .env("SSH_ASKPASS_REQUIRE", "force")
                    .run();

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr()).contains("agent refused operation");
        }
        assertThat(agent.listed()).isEmpty();
    }

    private static KeyFile key(String type) {
        return KeyFile.make(type, lab.newDirectory().resolve("key"));
    }

    private static String fingerprint(KeyFile key) {
        return bitsAndFingerprint(
                Command.of("ssh-keygen", "-l", "-f", key.open().toString())
                        .run()
                        .expectSuccess()
                        .stdoutText());
    }

    private static String bitsAndFingerprint(String line) {
        return String.join(" ", List.of(line.split(" ")).subList(0, 2));
    }
}
