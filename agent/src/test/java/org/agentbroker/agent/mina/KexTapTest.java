package org.agentbroker.agent.mina;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.NamedResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KexTapTest {
    static Stream<JdkKey> hostKeys() {
        return Stream.of(JdkKey.ed25519(), JdkKey.ecdsa(256), JdkKey.ecdsa(384), JdkKey.ecdsa(521), JdkKey.rsa(3072));
    }

    static List<String> exchanges() {
        return SshClient.setUpDefaultClient().getKeyExchangeFactories().stream()
                .map(NamedResource::getName)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("hostKeys")
    void keepsABindThatTheServersHostKeyHasSigned(JdkKey hostKey) throws Exception {
        try (Connected connected = new Connected(hostKey, both -> {})) {
            connected.session.waitFor(
                    List.of(ClientSessionEvent.WAIT_AUTH), TimeUnit.SECONDS.toMillis(Connected.SECONDS));
            assertIsTheBind(connected, MinaForwarding.hop(connected.session));
        }
    }

    /** All that MINA offers, so that a new one with another reply is noticed. */
    @ParameterizedTest
    @MethodSource("exchanges")
    void keepsItFromEveryKeyExchange(String name) throws Exception {
        try (Connected connected = Connected.loggedIn(JdkKey.ed25519(), both -> {
            both.client.setKeyExchangeFactories(both.client.getKeyExchangeFactories().stream()
                    .filter(factory -> factory.getName().equals(name))
                    .toList());
        })) {
            assertIsTheBind(connected, MinaForwarding.hop(connected.session));
        }
    }

    @Test
    void keepsTheFirstWhenKeysAreExchangedAgain() throws Exception {
        try (Connected connected = Connected.loggedIn()) {
            SessionBind first = MinaForwarding.hop(connected.session);

            connected.session.reExchangeKeys().verify(Connected.SECONDS, TimeUnit.SECONDS);

            assertThat(MinaForwarding.hop(connected.session)).isEqualTo(first);
            assertThat(first.sessionId()).isEqualTo(Blob.of(connected.session.getSessionId()));
        }
    }

    private static void assertIsTheBind(Connected connected, SessionBind bind) {
        assertThat(bind).isNotNull();
        assertThat(bind.forwarding()).isTrue();
        assertThat(bind.hostKey()).isEqualTo(connected.hostKey.blob());
        assertThat(bind.sessionId()).isEqualTo(Blob.of(connected.session.getSessionId()));
        assertThat(connected.hostKey.pin().hasSigned(bind.sessionId().toBytes(), bind.signature()))
                .isTrue();
    }
}
