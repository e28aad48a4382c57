package org.agentbroker.agent.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.PublicKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.key.AgentKey;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLoginTest {
    private final List<PublicKey> offered = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "rsa3072"})
    void logsInWithItsKeyAndNoOther(String name) throws Exception {
        try (AgentKey key = Keys.agentKey(name);
                Connected connected = new Connected(JdkKey.ed25519(), this::watchKeys)) {
            connected.login(Login.with(key));

            assertThat(connected.session.isAuthenticated()).isTrue();
            assertThat(offered)
                    .isNotEmpty()
                    .allSatisfy(
                            each -> assertThat(KeyUtils.getFingerPrint(each)).isEqualTo(key.fingerprint()));
        }
    }

    @Test
    void leavesTheKeyToItsOwner() throws Exception {
        try (AgentKey key = Keys.agentKey("ed25519")) {
            for (int i = 0; i < 2; i++) {
                try (Connected connected = new Connected(JdkKey.ecdsa(256), both -> {})) {
                    connected.login(Login.with(key));
                }
            }
            assertThat(key.isClosed()).isFalse();
        }
    }

    @Test
    void logsNobodyInWithAClosedKey() throws Exception {
        AgentKey key = Keys.agentKey("ed25519");
        key.close();
        try (Connected connected = new Connected(JdkKey.ed25519(), both -> {})) {
            assertThatThrownBy(() -> connected.login(Login.with(key))).isInstanceOf(SshException.class);
            assertThat(connected.session.isAuthenticated()).isFalse();
        }
    }

    @Test
    void offersNoKeyToASessionWithoutALogin() throws Exception {
        try (Connected connected = new Connected(JdkKey.ed25519(), this::watchKeys)) {
            assertThatThrownBy(() -> connected.session.auth().verify(Connected.SECONDS, TimeUnit.SECONDS))
                    .isInstanceOf(SshException.class);
            assertThat(offered).isEmpty();
        }
    }

    private void watchKeys(Connected connected) {
        connected.server.setPublickeyAuthenticator((user, key, session) -> offered.add(key));
    }
}
