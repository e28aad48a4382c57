package org.agentbroker.agent.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.fixture.SshAgentProcess;
import org.agentbroker.agent.key.HostPin;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a real {@code ssh-agent}. */
class OutsideLoginTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void needsAnAgent() {
        SshAgentProcess.assumeInstalled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa384", "rsa3072"})
    void logsInWithTheKeyOfTheAgent(String name) throws Exception {
        String fingerprint = HostPin.parse(Keys.line(name)).fingerprint();
        try (SshAgentProcess agent = SshAgentProcess.start(directory);
                Connected connected = new Connected(
                        JdkKey.ed25519(),
                        both -> both.server.setPublickeyAuthenticator((user, key, session) ->
                                KeyUtils.getFingerPrint(key).equals(fingerprint)))) {
            agent.add("ecdsa256"); // refused first
            agent.add(name);

            connected.login(Login.withAgentAt(agent.socket()));

            assertThat(connected.session.isAuthenticated()).isTrue();
        }
    }

    @Test
    void failsWithAnAgentThatHasNoKey() throws Exception {
        try (SshAgentProcess agent = SshAgentProcess.start(directory);
                Connected connected = new Connected(JdkKey.ed25519(), both -> {})) {
            assertThatThrownBy(() -> connected.login(Login.withAgentAt(agent.socket())))
                    .isInstanceOf(SshException.class);
        }
    }

    @Test
    void failsWithoutAnAgent() {
        Login login = Login.withAgentAt(directory.resolve("none"));
        assertThatThrownBy(login::open).isInstanceOf(IOException.class);
    }
}
