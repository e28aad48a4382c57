package org.agentbroker.agent.policy;

import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.wire.Blob;

/**
 * The public side of the key: what is listed, and what a request and a login have to name. A certificate is listed in
 * place of its key, so a request for the plain key is one for another (OpenSSH PROTOCOL.certkeys).
 *
 * @param identity the certificate, or the public key where there is none
 * @param keyType of the key itself, certified or not
 */
public record Credential(Blob identity, String keyType, boolean certified) {
    /** As the key is listed: with its certificate, where it has one. */
    public static Credential of(AgentKey key) {
        return new Credential(key.identity(), key.keyType(), key.certificate() != null);
    }
}
