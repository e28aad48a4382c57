package org.agentbroker.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;

/** Conversations with a general agent over one connection, which is empty before each. */
abstract class Conversations {
    private static final int FAILURE = 5;
    private static final int SUCCESS = 6;
    private static final int LIST = 12;
    private static final int SIGNATURE = 14;
    private static final int BIND_REFUSED = 28;

    private final List<Conversation> conversations = new ArrayList<>();

    /** One request and what is expected: a reply's number, with the comments of a list or the key of a signature. */
    record Exchange(byte[] request, int reply, String comments, JdkKey signer, byte[] signed) {}

    /** @param ours OpenSSH's agent, as old as Debian 12's, answers otherwise; the row says why we do not */
    record Conversation(String name, boolean ours, List<Exchange> exchanges) {
        @Override
        public String toString() {
            return name;
        }
    }

    List<Conversation> all() {
        return List.copyOf(conversations);
    }

    void as(String name, Exchange... exchanges) {
        conversations.add(new Conversation(name, false, List.of(exchanges)));
    }

    void ours(String name, Exchange... exchanges) {
        conversations.add(new Conversation(name, true, List.of(exchanges)));
    }

    static Exchange ok(byte[] request) {
        return new Exchange(request, SUCCESS, null, null, null);
    }

    static Exchange no(byte[] request) {
        return new Exchange(request, FAILURE, null, null, null);
    }

    /** OpenSSH answers with 28 from 10.3 on, with 5 before. */
    static Exchange refused(SessionBind bind) {
        return new Exchange(Frames.bind(bind), BIND_REFUSED, null, null, null);
    }

    static Exchange list(String comments) {
        return list(Frames.list(), comments);
    }

    static Exchange list(byte[] request, String comments) {
        return new Exchange(request, LIST, comments, null, null);
    }

    static byte[] sign(JdkKey key, int flags) {
        return sign(key, "anything".getBytes(StandardCharsets.US_ASCII), flags);
    }

    static byte[] sign(JdkKey key, byte[] data, int flags) {
        return Frames.sign(new SignRequest(key.blob(), Blob.of(data), flags));
    }

    static Exchange signed(JdkKey key, byte[] data, int flags) {
        return new Exchange(sign(key, data, flags), SIGNATURE, null, key, data);
    }
}
