package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agentbroker.agent.fixture.Golden;
import org.junit.jupiter.api.Test;

class BlobTest {
    @Test
    void isEqualByItsBytes() {
        assertThat(blob("key")).isEqualTo(blob("key")).hasSameHashCodeAs(blob("key"));
        assertThat(blob("key"))
                .isNotEqualTo(blob("kez"))
                .isNotEqualTo(blob("ke"))
                .isNotEqualTo("key");
    }

    @Test
    void cannotBeChangedFromOutside() {
        byte[] bytes = {1, 2, 3};
        Blob blob = Blob.of(bytes);
        bytes[0] = 9;
        blob.toBytes()[1] = 9;

        assertThat(blob.toBytes()).containsExactly(1, 2, 3);
        assertThat(blob.length()).isEqualTo(3);
    }

    /** {@code ssh-keygen -l -f user-ed25519.pub}. */
    @Test
    void hasTheFingerprintThatOpenSshPrints() {
        assertThat(Golden.publicKey("user-ed25519").blob().fingerprint())
                .isEqualTo("SHA256:OYv8dPU3tGRQ1F8wKwatH1TF9YkZKq+F2ncp0XuI8dU");
    }

    /** {@code printf abc | sha256sum}. */
    @Test
    void hasAShortHashOfSixteenDigits() {
        assertThat(blob("abc").shortHash()).isEqualTo("ba7816bf8f01cfea");
    }

    @Test
    void saysNothingOfItsContent() {
        assertThat(blob("user")).hasToString("Blob[4 bytes]");
    }

    private static Blob blob(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
