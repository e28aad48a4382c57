package org.agentbroker.agent.wire;

import java.util.Arrays;

/**
 * What only an agent with keys of its peers may be asked. The arrays are secret; whoever takes a request wipes them
 * with {@link #wipe}.
 */
public sealed interface KeyringRequest extends AgentRequest {

    /** Overwrites what is secret in this request. */
    default void wipe() {}

    /**
     * Messages 17 and 25.
     *
     * @param keyType a key's or a certificate's, as on the wire
     * @param fields what follows the type, as it came (RFC 9987, 3.2)
     * @param size of the whole message, in bytes
     */
    record AddKey(String keyType, byte[] fields, Blob comment, KeyConstraints constraints, int size)
            implements KeyringRequest {
        @Override
        public String verb() {
            return "add";
        }

        @Override
        public void wipe() {
            Arrays.fill(fields, (byte) 0);
        }
    }

    /** Message 18. */
    record RemoveKey(Blob keyBlob) implements KeyringRequest {
        @Override
        public String verb() {
            return "remove";
        }
    }

    /** Message 22. */
    record Lock(byte[] passphrase) implements KeyringRequest {
        @Override
        public String verb() {
            return "lock";
        }

        @Override
        public void wipe() {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    /** Message 23. */
    record Unlock(byte[] passphrase) implements KeyringRequest {
        @Override
        public String verb() {
            return "unlock";
        }

        @Override
        public void wipe() {
            Arrays.fill(passphrase, (byte) 0);
        }
    }

    /** An added key that this agent cannot hold, or under a constraint that it does not keep: refused whole. */
    record Unsupported(String why) implements KeyringRequest {
        @Override
        public String verb() {
            return "add";
        }
    }
}
