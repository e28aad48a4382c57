package org.agentbroker.it.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.broker.keys.Authority;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.it.keys.PullLab.Login;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code key: {certificate: …}} with the server's own sshd, whose authorized_keys has the authority and no command. */
@ExtendWith(LabExtension.class)
class CertificateOfOnePullTest {
    private static final String HERE = "127.0.0.0/8";

    private final Lab lab;
    private PullLab server;
    private Path ca;

    CertificateOfOnePullTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() throws Exception {
        server = PullLab.open(lab, "StrictModes no");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void trust(String type, String options) throws Exception {
        ca = lab.newDirectory().resolve("ca");
        Command.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", ca.toString())
                .run()
                .expectSuccess();
        Files.createDirectories(server.file().getParent());
        Files.writeString(server.file(), options + " " + Files.readString(Path.of(ca + ".pub")));
    }

    private PullKey certified(KeyPurpose purpose, Instant now, String source) throws Exception {
        Authority authority = new Authority(Duration.ofMinutes(5), List.of("192.0.2.7", source));
        try (AgentKey key = AgentKey.load(ca, null)) {
            return PullKey.certified(purpose, authority, key, InstantSource.fixed(now));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void logsInForItsCommandAlone(String type) throws Exception {
        trust(type, "cert-authority,restrict");
        String word = "/srv/it's \"two\" $words!";
        try (PullKey pull = certified(server.printing(word), Instant.now(), HERE)) {
            assertThat(server.login(pull)).as(server::log).isEqualTo(Login.printing(word));
            assertThat(server.log()).contains("ID pull-web1 (serial ");
        }
    }

    @Test
    void isGoodForOneAccount() throws Exception {
        trust("ed25519", "cert-authority,restrict");
        KeyPurpose other = new KeyPurpose("web1", "somebody", List.of("/bin/true"));
        try (PullKey pull = certified(other, Instant.now(), HERE)) {
            assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
            assertThat(server.log()).contains("name is not a listed principal");
        }
    }

    @Test
    void isGoodFromItsAddressesAlone() throws Exception {
        trust("ed25519", "cert-authority,restrict");
        try (PullKey pull = certified(server.printing("x"), Instant.now(), "2001:db8::/32")) {
            assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
            assertThat(server.log()).contains("not from a permitted source address");
        }
    }

    @ParameterizedTest
    @CsvSource({"-P1D, expired", "P1D, not yet valid", "-PT5M1S, expired", "PT1M5S, not yet valid"})
    void isGoodForMinutes(Duration off, String why) throws Exception {
        trust("ed25519", "cert-authority,restrict");
        try (PullKey pull = certified(server.printing("x"), Instant.now().plus(off), HERE)) {
            assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
            assertThat(server.log()).contains("Certificate invalid: " + why);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT4M", "PT50S"})
    void isGoodWhenClocksDifferALittle(Duration off) throws Exception {
        trust("ed25519", "cert-authority,restrict");
        try (PullKey pull = certified(server.printing("x"), Instant.now().plus(off), HERE)) {
            assertThat(server.login(pull)).isEqualTo(Login.printing("x"));
        }
    }

    /** Why the command stands in one place only. */
    @Test
    void isRefusedWhereTheLineHasACommandAsWell() throws Exception {
        trust("ed25519", "cert-authority,restrict,command=\"borg serve\"");
        try (PullKey pull = certified(server.printing("x"), Instant.now(), HERE)) {
            assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
            assertThat(server.log()).contains("forced command options do not match");
        }
    }
}
