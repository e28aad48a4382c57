package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPinTest {
    private static final String HINT = "take a line of the host's /etc/ssh/ssh_host_*_key.pub";

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "rsa3072"})
    void readsTheLineOfAPublicKeyFile(String name) throws UnusableInput {
        HostPin pin = HostPin.parse("  " + Keys.line(name) + "\n");

        assertThat(pin.line() + " throw-away").isEqualTo(Keys.line(name));
        assertThat(HostPin.parse(pin.line())).isEqualTo(pin).hasSameHashCodeAs(pin);
        assertThat(pin).hasToString(pin.keyType() + " " + pin.fingerprint());
    }

    @Test
    void differsFromThePinOfAnotherKey() throws UnusableInput {
        assertThat(HostPin.parse(Keys.line("ed25519"))).isNotEqualTo(HostPin.parse(Keys.line("ed25519-other")));
    }

    @Test
    void needsTypeAndText() {
        for (String line : new String[] {"", " ", "ssh-ed25519"}) {
            assertUnusable(() -> HostPin.parse(line), "a host key needs its type and its base64 text", HINT);
        }
    }

    @Test
    void tellsDamagedText() {
        assertUnusable(() -> HostPin.parse("ssh-ed25519 AAAA*"), "a host key whose base64 text is damaged", HINT);
        assertUnusable(() -> HostPin.parse("ssh-ed25519 AAAA"), "not a usable host key: key type is cut off", HINT);
    }

    @Test
    void refusesAKeyUnderTheNameOfAnother() {
        String text = Keys.line("ed25519").split(" ")[1];
        assertUnusable(
                () -> HostPin.parse("ssh-rsa " + text), "a host key that is called ssh-rsa but is ssh-ed25519", HINT);
    }

    @Test
    void refusesAShortRsaKey() {
        assertUnusable(
                () -> HostPin.parse(Keys.line("rsa1024")),
                "not a usable host key: an RSA key of 1024 bits, 2048 at least",
                HINT);
    }

    @Test
    void refusesACertificate() {
        assertUnusable(
                () -> HostPin.parse(Keys.line("host-certificate")),
                "not a usable host key: a key of type ssh-ed25519-cert-v01@openssh.com, which is not supported",
                HINT);
    }

    @Test
    void refusesAPointThatIsNotOnTheCurve() {
        for (int bits : new int[] {256, 384, 521}) {
            byte[] blob = JdkKey.ecdsa(bits).blob().toBytes();
            blob[blob.length - 1] ^= 1;
            assertUnusable(
                    () -> HostPin.of(Blob.of(blob)), "not a usable host key: a point that is not on its curve", HINT);
        }
    }

    @Test
    void refusesTheOriginAndAPointOutOfTheField() {
        byte[] blob = JdkKey.ecdsa(256).blob().toBytes();
        for (byte fill : new byte[] {0, -1}) {
            byte[] bad = blob.clone();
            Arrays.fill(bad, bad.length - 64, bad.length, fill);
            assertUnusable(
                    () -> HostPin.of(Blob.of(bad)), "not a usable host key: a point that is not on its curve", HINT);
        }
    }

    @Test
    void refusesACompressedPoint() {
        Blob blob = Blob.of(new SshWriter()
                .string("ecdsa-sha2-nistp256")
                .string("nistp256")
                .string(new byte[33])
                .toBytes());
        assertUnusable(() -> HostPin.of(blob), "not a usable host key: a point that is not in uncompressed form", HINT);
    }

    @Test
    void refusesACurveThatIsNotTheOneOfTheType() {
        byte[] blob = JdkKey.ecdsa(256).blob().toBytes();
        blob["....ecdsa-sha2-nistp256....nistp".length()] = '3';
        assertUnusable(
                () -> HostPin.of(Blob.of(blob)),
                "not a usable host key: a key on another curve than its type says",
                HINT);
    }

    @Test
    void refusesAnEd25519KeyOfAnotherLength() {
        Blob blob = Blob.of(
                new SshWriter().string("ssh-ed25519").string(new byte[31]).toBytes());
        assertUnusable(() -> HostPin.of(blob), "not a usable host key: an Ed25519 key of 31 bytes", HINT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048"})
    void refusesBytesAfterTheKeyAndEveryPartOfIt(String name) {
        byte[] blob = Base64.getDecoder().decode(Keys.line(name).split(" ")[1]);
        assertUnusable(
                () -> HostPin.of(Blob.of(Arrays.copyOf(blob, blob.length + 1))),
                "not a usable host key: 1 bytes after the end",
                HINT);
        for (int length = 0; length < blob.length; length++) {
            Blob part = Blob.of(Arrays.copyOf(blob, length));
            assertThatThrownBy(() -> HostPin.of(part)).isInstanceOf(UnusableInput.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048"})
    void answersAnyChangedByteWithAPinOrWithAReason(String name) {
        byte[] blob = Base64.getDecoder().decode(Keys.line(name).split(" ")[1]);
        Random random = new Random(8332);
        for (int i = 0; i < 500; i++) {
            byte[] bad = blob.clone();
            bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            try {
                assertThat(HostPin.of(Blob.of(bad)).hasSigned(new byte[0], Blob.of(bad)))
                        .isFalse();
            } catch (UnusableInput e) {
                assertThat(e.what()).startsWith("not a usable host key: ");
            }
        }
    }
}
