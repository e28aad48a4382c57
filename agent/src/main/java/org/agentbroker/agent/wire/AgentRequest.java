package org.agentbroker.agent.wire;

/**
 * What a peer may ask. {@link RequestCodec} reads adding, removing one key, locking and tokens as {@link Refused}, so
 * that an agent for one purpose has no code path which could grant them; {@link KeyringCodec} knows more.
 */
public sealed interface AgentRequest
        permits AgentRequest.ListIdentities,
                AgentRequest.SignRequest,
                AgentRequest.SessionBind,
                AgentRequest.Query,
                AgentRequest.RemoveAll,
                AgentRequest.UnknownExtension,
                AgentRequest.Refused,
                AgentRequest.Malformed,
                KeyringRequest {

    /** The word for this request in the audit. */
    String verb();

    /** Message 11. */
    record ListIdentities() implements AgentRequest {
        @Override
        public String verb() {
            return "list";
        }
    }

    /** Message 13. {@code data} is what shall be signed, {@code flags} select the RSA hash (RFC 9987, 3.6.1). */
    record SignRequest(Blob keyBlob, Blob data, int flags) implements AgentRequest {
        @Override
        public String verb() {
            return "sign";
        }
    }

    /**
     * Extension {@code session-bind@openssh.com}: the host key has signed the session identifier, so this connection
     * serves an SSH session with the holder of that key (OpenSSH PROTOCOL.agent, 1).
     */
    record SessionBind(Blob hostKey, Blob sessionId, Blob signature, boolean forwarding) implements AgentRequest {
        @Override
        public String verb() {
            return "bind";
        }
    }

    /** Extension {@code query}: which extensions are there (RFC 9987, 3.8.1). */
    record Query() implements AgentRequest {
        @Override
        public String verb() {
            return "query";
        }
    }

    /** Message 19. */
    record RemoveAll() implements AgentRequest {
        @Override
        public String verb() {
            return "remove-all";
        }
    }

    /** An extension that this agent does not have. */
    record UnknownExtension() implements AgentRequest {
        @Override
        public String verb() {
            return "extension";
        }
    }

    /** Any other message, by its number. */
    record Refused(int number) implements AgentRequest {
        /** Adding, removing, locking and tokens: messages 17 to 26 (RFC 9987, 6.1). */
        public boolean isManagement() {
            return number >= 17 && number <= 26;
        }

        @Override
        public String verb() {
            switch (number) {
                case 17:
                case 25:
                    return "add";
                case 18:
                    return "remove";
                case 20:
                case 21:
                case 26:
                    return "token";
                case 22:
                    return "lock";
                case 23:
                    return "unlock";
                default:
                    return "message " + number;
            }
        }
    }

    /** A message whose fields do not fit its number. */
    record Malformed(int number, String why) implements AgentRequest {
        @Override
        public String verb() {
            return "message " + number;
        }
    }
}
