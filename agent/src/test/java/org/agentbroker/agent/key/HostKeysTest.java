package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostKeysTest {
    private static final byte[] DATA = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "mldsa44"})
    void believesTheHolderOfAKeyWithAndWithoutItsCertificate(String name) throws Exception {
        try (AgentKey key = Keys.agentKey(name)) {
            SignatureAlgorithm algorithm =
                    SignatureAlgorithm.strongest(key.keyType()).orElseThrow();
            Blob signature = key.sign(algorithm, DATA);
            Blob certificate = CertificateTest.certificate(name).blob();

            for (Blob hostKey : new Blob[] {key.publicBlob(), certificate}) {
                assertThat(HostKeys.hasSigned(hostKey, DATA, signature)).isTrue();
                assertThat(HostKeys.hasSigned(hostKey, new byte[] {1, 2, 4}, signature))
                        .isFalse();
            }
            Blob other = JdkKey.ed25519().blob();
            assertThat(HostKeys.hasSigned(other, DATA, signature)).isFalse();
        }
    }

    /** Whether the certificate is valid is another question. */
    @ParameterizedTest
    @ValueSource(strings = {"expired", "host", "host-critical", "host-no-principals"})
    void asksForNothingElseInTheCertificate(String name) throws Exception {
        try (AgentKey key = Keys.agentKey("ed25519")) {
            Blob signature = key.sign(SignatureAlgorithm.ED25519, DATA);
            assertThat(HostKeys.hasSigned(CertificateTest.certificate(name).blob(), DATA, signature))
                    .isTrue();
        }
    }

    @Test
    void believesNoSha1AndNoWeakKey() {
        JdkKey rsa = JdkKey.rsa(2048);
        assertThat(HostKeys.hasSigned(rsa.blob(), DATA, rsa.sign("rsa-sha2-256", DATA)))
                .isTrue();
        assertThat(HostKeys.hasSigned(rsa.blob(), DATA, rsa.sign("ssh-rsa", DATA)))
                .isFalse();
        JdkKey weak = JdkKey.rsa(1024);
        assertThat(HostKeys.hasSigned(weak.blob(), DATA, weak.sign("rsa-sha2-256", DATA)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048", "mldsa44"})
    void isFalseForAnythingMalformed(String name) throws Exception {
        byte[] certificate = CertificateTest.certificate(name).blob().toBytes();
        byte[] signature;
        try (AgentKey key = Keys.agentKey(name)) {
            signature = key.sign(SignatureAlgorithm.strongest(key.keyType()).orElseThrow(), DATA)
                    .toBytes();
        }
        Random random = new Random(7);
        for (int i = 0; i < 100; i++) {
            byte[] bad = signature.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(HostKeys.hasSigned(Blob.of(certificate), DATA, Blob.of(bad)))
                    .isFalse();
            Blob part = Blob.of(Arrays.copyOf(signature, random.nextInt(signature.length)));
            assertThat(HostKeys.hasSigned(Blob.of(certificate), DATA, part)).isFalse();
            Blob less = Blob.of(Arrays.copyOf(certificate, random.nextInt(certificate.length)));
            assertThat(HostKeys.hasSigned(less, DATA, Blob.of(signature))).isFalse();
        }
    }
}
