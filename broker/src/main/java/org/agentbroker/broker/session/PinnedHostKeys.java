package org.agentbroker.broker.session;

import java.net.SocketAddress;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.wire.Blob;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** Believes a client's host key if it is one of the pins, and asks only for keys of their types, in their order. */
final class PinnedHostKeys implements ServerKeyVerifier, SessionListener {
    @Override
    public void sessionCreated(Session session) {
        List<NamedFactory<Signature>> ordered = new ArrayList<>();
        for (HostPin pin : Encounter.of((ClientSession) session).expected().pins()) {
            for (NamedFactory<Signature> factory : HopClient.SIGNATURES) {
                if (suits(factory.getName(), pin.keyType()) && !ordered.contains(factory)) {
                    ordered.add(factory);
                }
            }
        }
        session.setSignatureFactories(ordered);
    }

    private static boolean suits(String algorithm, String keyType) {
        return algorithm.equals(keyType) || keyType.equals("ssh-rsa") && algorithm.startsWith("rsa-sha2-");
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        ByteArrayBuffer buffer = new ByteArrayBuffer();
        buffer.putRawPublicKey(key);
        Blob shown = Blob.of(buffer.getCompactData());
        Encounter encounter = Encounter.of(session);
        boolean pinned =
                encounter.expected().pins().stream().anyMatch(pin -> pin.blob().equals(shown));
        if (pinned) {
            encounter.prove(shown);
        } else {
            encounter.met(shown);
        }
        return pinned;
    }
}
