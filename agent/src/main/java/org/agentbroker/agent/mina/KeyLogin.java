package org.agentbroker.agent.mina;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentKeyConstraint;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** One key of ours as MINA wants to see it, so that its private half need not become a key object of MINA's. */
final class KeyLogin implements SshAgent {
    private final AgentKey key;
    private boolean open = true;

    KeyLogin(AgentKey key) {
        this.key = key;
    }

    @Override
    public Iterable<? extends Map.Entry<PublicKey, String>> getIdentities() throws IOException {
        try {
            PublicKey publicKey = new ByteArrayBuffer(key.publicBlob().toBytes()).getRawPublicKey();
            return List.of(Map.entry(publicKey, ""));
        } catch (RuntimeException e) {
            throw new IOException("a public key that MINA cannot read", e);
        }
    }

    @Override
    public Map.Entry<String, byte[]> sign(SessionContext session, PublicKey publicKey, String algorithm, byte[] data)
            throws IOException {
        try {
            SignatureAlgorithm named = SignatureAlgorithm.named(algorithm)
                    .orElseThrow(() -> new IOException("no signatures of the kind " + algorithm));
            SshReader signature = new SshReader(key.sign(named, data).toBytes());
            return new SimpleImmutableEntry<>(signature.name("algorithm"), signature.string("signature"));
        } catch (GeneralSecurityException | MalformedMessage e) {
            throw new IOException("the key could not sign", e);
        }
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void addIdentity(KeyPair key, String comment, SshAgentKeyConstraint... constraints) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeIdentity(PublicKey key) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeAllIdentities() {
        throw new UnsupportedOperationException();
    }
}
