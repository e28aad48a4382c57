package org.agentbroker.broker.link;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.jspecify.annotations.Nullable;

/** Connections through the sshd at the other end of a session, as {@code ssh -J} makes them, and with no socket here. */
public final class Via {
    private static final AttributeKey<ClientSession> SESSION = new AttributeKey<>();

    private Via() {}

    /**
     * A client with MINA's usual settings that can {@link #through jump}; not started.
     *
     * @param executor carries the sessions behind a jump; its tasks may block, so it must not be bounded
     */
    public static SshClient client(Executor executor) {
        return ClientBuilder.builder().factory(() -> new JumpClient(executor)).build();
    }

    /**
     * The context of a connection, to be given to {@code connect}, that goes through {@code session}, which must be
     * logged in. The host's name means what it means there. The new session ends with the one that it goes through.
     *
     * @param context what else is known of the connection
     */
    public static AttributeRepository through(ClientSession session, AttributeRepository context) {
        Map<AttributeKey<?>, Object> all = new HashMap<>();
        for (AttributeKey<?> key : context.attributeKeys()) {
            all.put(key, context.getAttribute(key));
        }
        all.put(SESSION, session);
        return AttributeRepository.ofAttributesMap(all);
    }

    /** Null for a connection of one's own. */
    static @Nullable ClientSession of(@Nullable AttributeRepository context) {
        return context == null ? null : context.getAttribute(SESSION);
    }
}
