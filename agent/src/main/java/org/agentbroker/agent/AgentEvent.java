package org.agentbroker.agent;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.Subject;
import org.agentbroker.agent.wire.Blob;
import org.jspecify.annotations.Nullable;

/**
 * One decision of an agent. Holds no data, no signature and no session identifier, only names for them.
 *
 * @param connection which connection of this agent, from 1
 * @param request what was asked: {@code connect}, {@code bind}, {@code list}, {@code sign}, {@code add}, …
 * @param key fingerprint of the key concerned, or null when there is none
 * @param user whose login was asked for, as the peer wrote it: hostile until proved otherwise, at most 64 characters,
 *     everything but printable ASCII replaced by {@code ?}
 * @param hostKey fingerprint of the host key that the bind or login names
 * @param session the first 16 hexadecimal digits of the SHA-256 of the session identifier
 * @param signaturesLeft after this request; null where signatures are not counted
 */
public record AgentEvent(
        Instant time,
        int connection,
        String request,
        Reason reason,
        @Nullable String key,
        @Nullable String user,
        @Nullable String hostKey,
        @Nullable String session,
        @Nullable Integer signaturesLeft) {
    private static final int LONGEST_USER = 64;

    static AgentEvent of(
            Instant time,
            int connection,
            String request,
            Reason reason,
            @Nullable String key,
            Subject subject,
            @Nullable Integer signaturesLeft) {
        return new AgentEvent(
                time,
                connection,
                request,
                reason,
                key,
                printable(subject.user()),
                subject.hostKey() == null ? null : subject.hostKey().fingerprint(),
                subject.sessionId() == null ? null : subject.sessionId().shortHash(),
                signaturesLeft);
    }

    private static @Nullable String printable(@Nullable Blob user) {
        if (user == null) {
            return null;
        }
        String text = new String(user.toBytes(), StandardCharsets.ISO_8859_1).replaceAll("[^\\x20-\\x7e]", "?");
        return text.length() <= LONGEST_USER ? text : text.substring(0, LONGEST_USER);
    }

    /** Whether the request was granted. */
    public boolean allowed() {
        return reason.allowed();
    }
}
