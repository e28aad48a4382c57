package org.agentbroker.agent.key;

import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * What a key file holds, whatever its format.
 *
 * @param privateFields what follows the type in OpenSSH's form, without the comment ({@link PrivateFields})
 * @param claimed the public key as the file states it; null when it states none
 */
record KeyMaterial(
        String keyType, byte[] privateFields, @Nullable Blob claimed, String comment) {}
