package org.agentbroker.agent.wire;

import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;

/** Requests from their bytes, without the length field. Never throws: what cannot be read is a request as well. */
public final class RequestCodec {
    /** OpenSSH PROTOCOL.agent, 1. */
    public static final String SESSION_BIND = "session-bind@openssh.com";

    private static final String QUERY = "query";

    private RequestCodec() {}

    /** @param message at least one byte, as {@link FrameDecoder} gives it */
    public static AgentRequest decode(byte[] message) {
        int number = message[0] & 0xff;
        try {
            SshReader in = new SshReader(message);
            in.uint8("message number");
            AgentRequest request = body(number, in);
            in.end();
            return request;
        } catch (MalformedMessage e) {
            return new Malformed(number, String.valueOf(e.getMessage()));
        }
    }

    /** The request behind its number; what follows its fields is left unread. */
    static AgentRequest body(int number, SshReader in) throws MalformedMessage {
        switch (number) {
            case MessageNumber.REQUEST_IDENTITIES:
                return new ListIdentities();
            case MessageNumber.SIGN_REQUEST:
                return new SignRequest(in.blob("key"), in.blob("data"), in.int32("flags"));
            case MessageNumber.REMOVE_ALL_IDENTITIES:
                return new RemoveAll();
            case MessageNumber.EXTENSION:
                return extension(in);
            default:
                in.skipRest();
                return new Refused(number);
        }
    }

    private static AgentRequest extension(SshReader in) throws MalformedMessage {
        switch (in.name("extension name")) {
            case SESSION_BIND:
                return new SessionBind(
                        in.blob("host key"), in.blob("session id"), in.blob("signature"), in.bool("is_forwarding"));
            case QUERY:
                return new Query();
            default:
                in.skipRest();
                return new UnknownExtension();
        }
    }

    /** The bytes of a bind, for whoever talks to an agent of somebody else. */
    public static byte[] encode(SessionBind bind) {
        return new SshWriter()
                .uint8(MessageNumber.EXTENSION)
                .string(SESSION_BIND)
                .string(bind.hostKey())
                .string(bind.sessionId())
                .string(bind.signature())
                .uint8(bind.forwarding() ? 1 : 0)
                .toBytes();
    }
}
