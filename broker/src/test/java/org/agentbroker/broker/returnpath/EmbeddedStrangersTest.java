package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agentbroker.broker.returnpath.EmbeddedEvent.LoggedIn;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refused;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Strangers;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.loader.KeyPairResourceLoader;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other users of the client, who may connect as often as they like. */
class EmbeddedStrangersTest {
    private static final int CROWD = 100;

    @TempDir
    Path directory;

    @Test
    void aSilentCrowdIsNotInTheWay() throws Exception {
        crowd(stranger -> {});
    }

    @Test
    void aCrowdThatSaysHelloIsNotInTheWay() throws Exception {
        crowd(stranger -> stranger.say(Stranger.BANNER));
    }

    @Test
    void aCrowdHalfThroughAKeyExchangeIsNotInTheWay() throws Exception {
        crowd(stranger -> stranger.say(Stranger.BANNER).beginKeyExchange());
    }

    private interface Behaviour {
        void of(Stranger stranger) throws Exception;
    }

    private void crowd(Behaviour behaviour) throws Exception {
        List<Stranger> strangers = new ArrayList<>();
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            for (int i = 0; i < CROWD; i++) {
                Stranger stranger = new Stranger(endpoint);
                strangers.add(stranger);
                behaviour.of(stranger);
            }
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "hello"))
                    .isEqualTo(new Endpoint.Result(0, "hello", ""));
            for (Stranger stranger : strangers) {
                stranger.awaitEnd(); // no login is left for them
                stranger.close();
            }
            endpoint.server.close();
            assertThat(endpoint.events).endsWith(new Strangers(CROWD, 0)).hasSize(3);
        }
    }

    @Test
    void aCrowdWithKeysIsNotInTheWay() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "cat");
                SshClient client = client()) {
            for (int i = 0; i < CROWD; i++) {
                client.connect(Endpoint.USER, "127.0.0.1", endpoint.port.port()).verify(Duration.ofSeconds(20));
            }
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "hello"))
                    .isEqualTo(new Endpoint.Result(0, "hello", ""));
        }
    }

    @Test
    void whoSaysNothingIsDropped() throws Exception {
        dropped(stranger -> {});
    }

    @Test
    void whoOnlySaysHelloIsDropped() throws Exception {
        dropped(stranger -> stranger.say(Stranger.BANNER));
    }

    @Test
    void whoGoesHalfThroughAKeyExchangeIsDropped() throws Exception {
        dropped(stranger -> stranger.say(Stranger.BANNER).beginKeyExchange());
    }

    private void dropped(Behaviour behaviour) throws Exception {
        ServeStarter cat = () -> new ProcessBuilder("cat").start();
        try (Endpoint endpoint = Endpoint.open(directory, Endpoint.hurried(), 1, cat);
                Stranger stranger = new Stranger(endpoint)) {
            behaviour.of(stranger);
            stranger.awaitEnd();
        }
    }

    @Test
    void garbageIsDroppedAtOnce() throws Exception {
        byte[] garbage = new byte[64 << 10];
        new Random(1).nextBytes(garbage);
        byte[] returns = new byte[64 << 10]; // MINA counts no carriage return as part of the line
        Arrays.fill(returns, (byte) '\r');
        byte[] zeros = new byte[1 << 20];
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            for (byte[] bytes : List.of(garbage, returns, zeros)) {
                for (boolean polite : new boolean[] {true, false}) {
                    try (Stranger stranger = new Stranger(endpoint)) {
                        long start = System.nanoTime();
                        (polite ? stranger.say(Stranger.BANNER) : stranger).say(bytes);
                        if (polite) {
                            stranger.say(new byte[1 << 20]); // MINA hides for a while that a length was wrong
                        }
                        stranger.awaitEnd();
                        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
                    }
                }
            }
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "hello")
                            .out())
                    .isEqualTo("hello");
        }
    }

    @Test
    void plainPublicKeyIsRefusedThoughTheSignatureIsGood() throws Exception {
        Path key = Endpoint.key(directory, "ecdsa", "key");
        try (Endpoint endpoint = Endpoint.of(key, Path.of(key + ".pub"), "cat");
                SshClient client = client()) {
            client.setKexExtensionHandler(null); // or it would hear of hostbound
            assertThatThrownBy(() -> login(client, endpoint, key)).isInstanceOf(SshException.class);
            assertThat(endpoint.events).containsExactly(new Refused(Refusal.METHOD));
        }
    }

    @Test
    void anotherClientThatNamesTheHostKeyLogsIn() throws Exception {
        Path key = Endpoint.key(directory, "ecdsa", "key");
        try (Endpoint endpoint = Endpoint.of(key, Path.of(key + ".pub"), "cat");
                SshClient client = client()) {
            login(client, endpoint, key);
            assertThat(endpoint.events).isNotEmpty().hasOnlyElementsOfType(LoggedIn.class);
        }
    }

    @Test
    void aFloodOfRefusalsIsToldOnce() throws Exception {
        Path other = Endpoint.key(directory, "ed25519", "other");
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            for (int i = 0; i < 5; i++) {
                Endpoint.run(endpoint.ssh(Endpoint.USER, other, List.of(), "borg serve"), "");
            }
            endpoint.server.close();
            assertThat(endpoint.events).containsExactly(new Refused(Refusal.KEY), new Strangers(5, 5));
        }
    }

    private static SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        client.start();
        return client;
    }

    private static void login(SshClient client, Endpoint endpoint, Path key) throws Exception {
        ClientSession session = client.connect(Endpoint.USER, "127.0.0.1", endpoint.port.port())
                .verify(Duration.ofSeconds(20))
                .getSession();
        KeyPairResourceLoader loader = SecurityUtils.getKeyPairResourceParser();
        session.addPublicKeyIdentity(
                loader.loadKeyPairs(null, key, null).iterator().next());
        session.auth().verify(Duration.ofSeconds(20));
    }
}
