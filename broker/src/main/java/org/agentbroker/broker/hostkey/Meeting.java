package org.agentbroker.broker.hostkey;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.Via;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/** One connection that ends with the host key. */
final class Meeting {
    private static final AttributeKey<Meeting> KEY = new AttributeKey<>();

    private final List<NamedFactory<Signature>> algorithms;
    private final CompletableFuture<Blob> key = new CompletableFuture<>();
    private volatile List<String> offered = List.of();

    /** @param algorithms that the host may choose from */
    Meeting(List<NamedFactory<Signature>> algorithms) {
        this.algorithms = algorithms;
    }

    static Meeting of(ClientSession session) {
        return session.getConnectionContext().getAttribute(KEY);
    }

    /** To be given to the connection, which may go through a session. */
    AttributeRepository context(@Nullable ClientSession through) {
        AttributeRepository own = AttributeRepository.ofKeyValuePair(KEY, this);
        return through == null ? own : Via.through(through, own);
    }

    List<NamedFactory<Signature>> algorithms() {
        return algorithms;
    }

    /** Algorithms of all its keys, in the host's words. */
    void offered(String names) {
        offered = List.of(names.split(","));
    }

    List<String> offered() {
        return offered;
    }

    /** The host has proven that the key is its own. */
    void shown(Blob blob) {
        key.complete(blob);
    }

    void failed(Throwable e) {
        key.completeExceptionally(e);
    }

    CompletableFuture<Blob> key() {
        return key;
    }

    /** Null for a key that cannot be a pin, such as one that is too short. */
    static @Nullable HostPin pin(Blob blob) {
        try {
            return HostPin.of(blob);
        } catch (UnusableInput e) {
            return null;
        }
    }
}
