package org.agentbroker.agent.wire;

import java.util.List;

/** What this agent may answer. To the peer a refusal has no reason: that stands in the audit alone. */
public sealed interface AgentReply {

    /** Message 5. */
    record Failure() implements AgentReply {}

    /** Message 6. */
    record Success() implements AgentReply {}

    /** Message 28: the extension is known, the request was refused. */
    record ExtensionFailure() implements AgentReply {}

    /** Message 12. */
    record Identities(List<Identity> identities) implements AgentReply {
        public Identities {
            identities = List.copyOf(identities);
        }
    }

    /** One key of an {@link Identities}; the comment is whatever bytes came with the key, UTF-8 by RFC 9987, 3.2. */
    record Identity(Blob keyBlob, Blob comment) {}

    /** Message 14; {@code signature} holds the algorithm's name and the signature proper (RFC 9987, 3.6). */
    record Signature(Blob signature) implements AgentReply {}

    /** Message 29 to {@code query}: the extensions that this agent has (RFC 9987, 3.8.1). */
    record Extensions(List<String> names) implements AgentReply {
        public Extensions {
            names = List.copyOf(names);
        }
    }
}
