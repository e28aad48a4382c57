package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceLoader;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that has logged in and does not keep the rules. */
class EmbeddedHostileClientTest {
    private static final int MANY = 3_000_000;

    @TempDir
    Path directory;

    private interface Behaviour {
        void of(ClientSession session) throws Exception;
    }

    @Test
    void whoAsksWithoutEndAndReadsNoAnswerIsDropped() throws Exception {
        dropped(session -> {
            session.getIoSession().suspendRead();
            int sent = 0;
            for (; sent < MANY && session.isOpen(); sent++) {
                Buffer request = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 64);
                request.putString("keepalive@openssh.com");
                request.putBoolean(true);
                session.writePacket(request).verify(Duration.ofSeconds(20));
            }
            assertThat(sent).isLessThan(MANY);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-userauth", "ssh-connection", "anything"})
    void whoAsksForAServiceAgainIsDropped(String service) throws Exception {
        dropped(session -> {
            Buffer request = session.createBuffer(SshConstants.SSH_MSG_SERVICE_REQUEST, 64);
            request.putString(service);
            session.writePacket(request);
        });
    }

    @Test
    void whoSendsAMessageThatDoesNotExistIsDropped() throws Exception {
        dropped(session -> session.writePacket(session.createBuffer((byte) 193, 16)));
    }

    @Test
    void whoOpensTheWindowTooFarIsDropped() throws Exception {
        dropped(session -> {
            session.createExecChannel("borg serve").open().verify(Duration.ofSeconds(20));
            for (int i = 0; i < 2; i++) {
                Buffer adjust = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_WINDOW_ADJUST, 16);
                adjust.putUInt(0);
                adjust.putUInt(0xffff_ffffL);
                session.writePacket(adjust);
            }
        });
    }

    @Test
    void whoSendsMoreThanTheWindowIsDropped() throws Exception {
        dropped(session -> {
            session.createExecChannel("borg serve").open().verify(Duration.ofSeconds(20));
            byte[] chunk = new byte[32 << 10];
            for (int i = 0; i < 200 && session.isOpen(); i++) {
                Buffer data = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, chunk.length + 16);
                data.putUInt(0);
                data.putBytes(chunk);
                session.writePacket(data);
            }
        });
    }

    private static Patience patient() {
        Duration second = Duration.ofSeconds(1);
        return new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), second, second, second);
    }

    private void dropped(Behaviour behaviour) throws Exception {
        Path key = Endpoint.key(directory, "ecdsa", "key");
        try (Endpoint endpoint = Endpoint.of(key, Path.of(key + ".pub"), patient(), "sleep", "100");
                SshClient client = SshClient.setUpDefaultClient()) {
            client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
            client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            ClientSession session = client.connect(Endpoint.USER, "127.0.0.1", endpoint.port.port())
                    .verify(Duration.ofSeconds(20))
                    .getSession();
            KeyPairResourceLoader loader = SecurityUtils.getKeyPairResourceParser();
            session.addPublicKeyIdentity(
                    loader.loadKeyPairs(null, key, null).iterator().next());
            session.auth().verify(Duration.ofSeconds(20));
            try {
                behaviour.of(session);
            } catch (IOException e) {
                // dropped in the middle of it
            }
            session.getIoSession().resumeRead();
            Endpoint.await(() -> !session.isOpen());
        }
    }
}
