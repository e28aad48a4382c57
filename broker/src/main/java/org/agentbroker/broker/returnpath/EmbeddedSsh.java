package org.agentbroker.broker.returnpath;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.broker.link.Ciphers;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.Service;
import org.apache.sshd.common.ServiceFactory;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.random.JceRandomFactory;
import org.apache.sshd.common.random.SingletonRandomFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.helpers.DefaultUnknownChannelReferenceHandler;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;

/** What the embedded end point speaks. Nothing of MINA's defaults: what is not named here is not there. */
final class EmbeddedSsh {
    private static final List<NamedFactory<Mac>> MACS =
            List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm, BuiltinMacs.hmacsha256);

    private EmbeddedSsh() {}

    /** Of the provider whose Ed25519 MINA takes: of a program with BouncyCastle's it refuses that of the JDK. */
    static KeyPair newHostKey() throws GeneralSecurityException {
        JdkEd25519.register();
        return SecurityUtils.getKeyPairGenerator(SecurityUtils.ED25519).generateKeyPair();
    }

    /** A server that is never started: it is given its connections, and listens nowhere. */
    static SshServer server(KeyPair hostKey, ScheduledExecutorService scheduler) {
        JdkEd25519.register();
        SshServer server = new SshServer();
        server.setScheduledExecutorService(scheduler, false);
        server.setRandomFactory(new SingletonRandomFactory(JceRandomFactory.INSTANCE));
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setSignatureFactories(List.of(BuiltinSignatures.ed25519));
        // inside a hop that may be post-quantum: a second such exchange would cost 150 ms and add nothing
        server.setKeyExchangeFactories(List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)));
        server.setCipherFactories(Ciphers.QUICKEST_FIRST);
        server.setMacFactories(MACS);
        server.setCompressionFactories(List.of(BuiltinCompressions.none));
        server.setKexExtensionHandler(new HostboundOffer());
        server.setServiceFactories(List.of(new Login(), new Connection()));
        server.setChannelFactories(List.of(new SessionChannel()));
        server.setGlobalRequestHandlers(List.of());
        server.setUnknownChannelReferenceHandler(DefaultUnknownChannelReferenceHandler.INSTANCE);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "broker");
        return server;
    }

    private record Login() implements ServiceFactory {
        @Override
        public String getName() {
            return "ssh-userauth";
        }

        @Override
        public Service create(Session session) {
            return new LoginService((EmbeddedSession) session);
        }
    }

    private record Connection() implements ServiceFactory {
        @Override
        public String getName() {
            return "ssh-connection";
        }

        @Override
        public Service create(Session session) throws java.io.IOException {
            return new ServeConnection((EmbeddedSession) session);
        }
    }

    private record SessionChannel() implements ChannelFactory {
        @Override
        public String getName() {
            return "session";
        }

        @Override
        public Channel createChannel(Session session) {
            return new ServeChannel((EmbeddedSession) session);
        }
    }
}
