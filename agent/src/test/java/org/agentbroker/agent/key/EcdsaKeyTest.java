package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcdsaKeyTest {
    private static final byte[] DATA = {1, 2, 3};

    @ParameterizedTest
    @CsvSource({"ecdsa256, ECDSA_P256", "ecdsa384, ECDSA_P384", "ecdsa521, ECDSA_P521"})
    void signsByEitherLibrary(String name, SignatureAlgorithm algorithm) throws Exception {
        try (AgentKey key = Keys.agentKey(name)) {
            HostPin pin = HostPin.of(key.publicBlob());
            for (boolean often : new boolean[] {false, true}) {
                for (int length = 0; length < 20; length++) {
                    byte[] data = new byte[length];
                    byte[] signature = PrivateKeys.sign(algorithm, key.privateFields(), data, often);
                    Blob framed = Blob.of(new SshWriter()
                            .string(algorithm.sshName())
                            .string(signature)
                            .toBytes());
                    assertThat(pin.hasSigned(data, framed)).isTrue();
                    assertThat(pin.hasSigned(Arrays.copyOf(data, length + 1), framed))
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"ecdsa256, ECDSA_P256", "ecdsa521, ECDSA_P521"})
    void goesOnSigningWhenTheLibraryChanges(String name, SignatureAlgorithm algorithm) throws Exception {
        try (AgentKey key = Keys.agentKey(name)) {
            HostPin pin = HostPin.of(key.publicBlob());
            for (int i = 0; i < 110; i++) {
                assertThat(pin.hasSigned(DATA, key.sign(algorithm, DATA))).isTrue();
            }
        }
    }
}
