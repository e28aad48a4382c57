package org.agentbroker.broker.returnpath;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.apache.sshd.common.kex.extension.DefaultServerKexExtensionHandler;
import org.apache.sshd.common.kex.extension.KexExtensions;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * Tells the client what the server can do (RFC 8308): its signature algorithms, and the login that names the host key
 * (OpenSSH PROTOCOL, 3.2). Written here because MINA drops the names of extensions that it does not know.
 */
final class HostboundOffer extends DefaultServerKexExtensionHandler {
    private static final String HOSTBOUND = "publickey-hostbound@openssh.com";
    private static final String ALGORITHMS = Stream.of(SignatureAlgorithm.values())
            .map(SignatureAlgorithm::sshName)
            .collect(Collectors.joining(","));

    @Override
    public void sendKexExtensions(Session session, KexPhase phase) throws Exception {
        boolean first = phase == KexPhase.NEWKEYS && session.getAttribute(EXT_INFO_SENT_AT_NEWKEYS) == null;
        if (!first || !Boolean.TRUE.equals(session.getAttribute(CLIENT_REQUESTED_EXT_INFO))) {
            return;
        }
        session.setAttribute(EXT_INFO_SENT_AT_NEWKEYS, Boolean.TRUE);
        Buffer buffer = session.createBuffer(KexExtensions.SSH_MSG_EXT_INFO);
        buffer.putUInt(2);
        buffer.putString("server-sig-algs");
        buffer.putString(ALGORITHMS);
        buffer.putString(HOSTBOUND);
        buffer.putString("0");
        session.writePacket(buffer);
    }

    /** What the client can do is of no use here. */
    @Override
    public boolean handleKexExtensionsMessage(Session session, Buffer buffer) {
        return true;
    }
}
