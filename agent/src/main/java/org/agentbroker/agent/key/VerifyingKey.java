package org.agentbroker.agent.key;

import org.agentbroker.agent.wire.Blob;

/** A public key whose numbers have been checked. */
interface VerifyingKey {
    /** Whether its holder has signed the data. The signature is in SSH's form (RFC 4253, 6.6); false when malformed. */
    boolean hasSigned(byte[] data, Blob signature);
}
