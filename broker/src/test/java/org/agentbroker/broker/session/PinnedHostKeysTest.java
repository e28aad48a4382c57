package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.broker.fixture.Pins;
import org.agentbroker.broker.fixture.SamplePull;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;

class PinnedHostKeysTest {
    private final SamplePull sample = new SamplePull();
    private final PinnedHostKeys pins = new PinnedHostKeys();
    private final List<String> algorithms = new ArrayList<>();
    private Encounter encounter = new Encounter(sample.pull().client(), null, null);

    @Test
    void asksForTheTypesOfThePinsInTheirOrder() {
        assertThat(asked(Pins.ECDSA, Pins.CLIENT)).containsExactly("ecdsa-sha2-nistp256", "ssh-ed25519");
        assertThat(asked(Pins.CLIENT, Pins.ECDSA)).containsExactly("ssh-ed25519", "ecdsa-sha2-nistp256");
    }

    @Test
    void asksForNothingElse() {
        assertThat(asked(Pins.CLIENT)).containsExactly("ssh-ed25519");
        assertThat(asked(Pins.CLIENT, Pins.SERVER)).as("two of a type").containsExactly("ssh-ed25519");
    }

    @Test
    void asksForRsaWithSha2Only() {
        assertThat(asked(Pins.RSA)).containsExactly("rsa-sha2-512", "rsa-sha2-256");
    }

    @Test
    void believesPinnedKeysOnly() throws Exception {
        JdkEd25519.register(); // as the client of all hops does
        sample.clientPins = List.of(Pins.CLIENT, Pins.RSA);
        assertThat(verified(Pins.CLIENT)).isTrue();
        assertThat(verified(Pins.RSA)).isTrue();
        assertThat(encounter.isProven()).isTrue();
        assertThat(encounter.stranger()).isNull();

        assertThat(verified(Pins.SERVER)).isFalse();
        assertThat(encounter.isProven()).isFalse();
        assertThat(encounter.stranger()).isEqualTo(Pins.SERVER.blob());
    }

    private List<String> asked(HostPin... wanted) {
        sample.clientPins = List.of(wanted);
        algorithms.clear();
        pins.sessionCreated(session());
        return algorithms;
    }

    private boolean verified(HostPin shown) throws Exception {
        return pins.verifyServerKey(
                session(),
                null,
                PublicKeyEntry.parsePublicKeyEntry(shown.line()).resolvePublicKey(null, null, null));
    }

    /** A session of which only what the pins use is there. */
    private ClientSession session() {
        encounter = new Encounter(sample.pull().client(), null, null);
        return (ClientSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientSession.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "getConnectionContext":
                            return encounter.context();
                        case "setSignatureFactories":
                            for (Object factory : (List<?>) arguments[0]) {
                                algorithms.add(((NamedResource) factory).getName());
                            }
                            return null;
                        default:
                            throw new AssertionError(method);
                    }
                });
    }
}
