package org.agentbroker.agent.mina;

import java.util.List;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.digest.Digest;
import org.apache.sshd.common.kex.KeyExchange;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Listens to the first key exchange of a session and keeps what {@code session-bind@openssh.com} needs: host key,
 * exchange hash and the host key's signature over it, which MINA verifies and forgets.
 */
final class KexTap implements KeyExchange {
    static final AttributeKey<SessionBind> HOP = new AttributeKey<>();

    private final KeyExchange exchange;
    private final Session session;
    private final boolean first;
    private Blob hostKey = Blob.of(new byte[0]);
    private Blob signature = hostKey;

    private KexTap(KeyExchange exchange, Session session) {
        this.exchange = exchange;
        this.session = session;
        this.first = session.getSessionId() == null;
    }

    static List<KeyExchangeFactory> around(List<KeyExchangeFactory> factories) {
        return factories.stream().<KeyExchangeFactory>map(Factory::new).toList();
    }

    @Override
    public boolean next(int command, Buffer buffer) throws Exception {
        if (first && command == replyCommand()) {
            int start = buffer.rpos();
            hostKey = Blob.of(buffer.getBytes());
            buffer.getBytes(); // the server's half of the exchange
            signature = Blob.of(buffer.getBytes());
            buffer.rpos(start);
        }
        boolean done = exchange.next(command, buffer); // throws unless the signature verifies
        if (first && done) {
            session.setAttribute(HOP, new SessionBind(hostKey, Blob.of(exchange.getH()), signature, true));
        }
        return done;
    }

    // RFC 4253, 8 and RFC 5656, 7.1 use 31; RFC 4419, 5 has 33
    private int replyCommand() {
        return getName().startsWith("diffie-hellman-group-exchange")
                ? SshConstants.SSH_MSG_KEX_DH_GEX_REPLY
                : SshConstants.SSH_MSG_KEXDH_REPLY;
    }

    @Override
    public void init(byte[] serverVersion, byte[] clientVersion, byte[] serverInit, byte[] clientInit)
            throws Exception {
        exchange.init(serverVersion, clientVersion, serverInit, clientInit);
    }

    @Override
    public Digest getHash() {
        return exchange.getHash();
    }

    @Override
    public byte[] getH() {
        return exchange.getH();
    }

    @Override
    public byte[] getK() {
        return exchange.getK();
    }

    @Override
    public String getName() {
        return exchange.getName();
    }

    @Override
    public Session getSession() {
        return session;
    }

    private record Factory(KeyExchangeFactory factory) implements KeyExchangeFactory {
        @Override
        public String getName() {
            return factory.getName();
        }

        @Override
        public KeyExchange createKeyExchange(Session session) throws Exception {
            return new KexTap(factory.createKeyExchange(session), session);
        }
    }
}
