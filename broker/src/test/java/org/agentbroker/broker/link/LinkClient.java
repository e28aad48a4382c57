package org.agentbroker.broker.link;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agentbroker.agent.mina.JdkEd25519;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;

/** A client as broker's, but it believes every host key and logs in with one key. */
final class LinkClient implements AutoCloseable {
    static final Duration TIME = Duration.ofSeconds(20);

    static {
        JdkEd25519.register(); // before MINA lists the signatures that it can make
    }

    final KeyPair login = ecdsa();
    final ExecutorService executor = Executors.newCachedThreadPool();
    final SshClient ssh = Via.client(executor);
    final ReverseForwards forwards;

    LinkClient() {
        ssh.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        ssh.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(login));
        ssh.setServerKeyVerifier((session, address, key) -> true);
        ssh.setCipherFactories(List.of(BuiltinCiphers.aes128gcm));
        ssh.setChannelFactories(List.of());
        CoreModuleProperties.TCP_NODELAY.set(ssh, true);
        forwards = ReverseForwards.install(ssh, executor);
        ssh.start();
    }

    static KeyPair ecdsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    ClientSession connect(int port) throws IOException {
        return connect("127.0.0.1", port, AttributeRepository.ofAttributesMap(Map.of()));
    }

    ClientSession connect(ClientSession via, int port) throws IOException {
        return connect("127.0.0.1", port, Via.through(via, AttributeRepository.ofAttributesMap(Map.of())));
    }

    ClientSession connect(String host, int port, AttributeRepository context) throws IOException {
        ClientSession session = ssh.connect(System.getProperty("user.name"), host, port, context, null)
                .verify(TIME)
                .getSession();
        session.auth().verify(TIME);
        return session;
    }

    @Override
    public void close() {
        ssh.stop();
        executor.shutdownNow();
    }
}
