package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.broker.fixture.Pins;
import org.agentbroker.broker.fixture.SamplePull;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.Test;

class PinnedHostKeysTest {
    private final SamplePull sample = new SamplePull();
    private final PinnedHostKeys pins = new PinnedHostKeys();
    private final List<String> algorithms = new ArrayList<>();
    private final Map<Object, Object> attributes = new HashMap<>();

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
        assertThat(attributes).isEmpty();

        assertThat(verified(Pins.SERVER)).isFalse();
        assertThat(attributes).containsEntry(PinnedHostKeys.STRANGER, Pins.SERVER.blob());
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
        AttributeRepository context = AttributeRepository.ofKeyValuePair(
                PinnedHostKeys.TARGET, sample.pull().client());
        return (ClientSession) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ClientSession.class}, (self, method, arguments) -> {
                    switch (method.getName()) {
                        case "getConnectionContext":
                            return context;
                        case "setSignatureFactories":
                            for (Object factory : (List<?>) arguments[0]) {
                                algorithms.add(((NamedResource) factory).getName());
                            }
                            return null;
                        case "setAttribute":
                            return attributes.put(arguments[0], arguments[1]);
                        default:
                            throw new AssertionError(method);
                    }
                });
    }
}
