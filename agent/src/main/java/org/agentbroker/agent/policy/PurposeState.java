package org.agentbroker.agent.policy;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.agentbroker.agent.wire.Blob;

/**
 * What is left of the purpose, over all connections.
 *
 * @param signedSessions SSH sessions that have had their signature
 * @param end from here on nothing is answered but refusals
 * @param ended the purpose was ended before its time
 */
public record PurposeState(int signaturesLeft, int requestsLeft, Set<Blob> signedSessions, Instant end, boolean ended) {
    /** A login needs three requests (bind, list, sign); what is beyond this is an attack. */
    public static final int MOST_REQUESTS = 256;

    public PurposeState {
        signedSessions = Set.copyOf(signedSessions);
    }

    /** All that the policy allows, from that moment on. */
    public static PurposeState opened(SignPolicy policy, Instant now) {
        int requests = MOST_REQUESTS + 4 * policy.signatures();
        return new PurposeState(policy.signatures(), requests, Set.of(), now.plus(policy.lifetime()), false);
    }

    PurposeState afterRequest() {
        return new PurposeState(signaturesLeft, requestsLeft - 1, signedSessions, end, ended);
    }

    PurposeState afterSignature(Blob session) {
        Set<Blob> signed = new HashSet<>(signedSessions);
        signed.add(session);
        return new PurposeState(signaturesLeft - 1, requestsLeft, signed, end, ended);
    }

    /** Nothing is granted any more, whatever is left. */
    public PurposeState asEnded() {
        return new PurposeState(signaturesLeft, requestsLeft, signedSessions, end, true);
    }
}
