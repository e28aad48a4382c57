package org.agentbroker.agent.wire;

import java.nio.ByteBuffer;
import org.agentbroker.agent.wire.AgentReply.ExtensionFailure;
import org.agentbroker.agent.wire.AgentReply.Extensions;
import org.agentbroker.agent.wire.AgentReply.Failure;
import org.agentbroker.agent.wire.AgentReply.Identities;
import org.agentbroker.agent.wire.AgentReply.Identity;
import org.agentbroker.agent.wire.AgentReply.Signature;
import org.agentbroker.agent.wire.AgentReply.Success;

/** Replies to their bytes, length field included. */
public final class ReplyCodec {
    private ReplyCodec() {}

    /** The reply as it goes to the peer. */
    public static byte[] encode(AgentReply reply) {
        byte[] message = message(reply);
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static byte[] message(AgentReply reply) {
        SshWriter out = new SshWriter();
        if (reply instanceof Failure) {
            out.uint8(MessageNumber.FAILURE);
        } else if (reply instanceof Success) {
            out.uint8(MessageNumber.SUCCESS);
        } else if (reply instanceof ExtensionFailure) {
            out.uint8(MessageNumber.EXTENSION_FAILURE);
        } else if (reply instanceof Identities answer) {
            out.uint8(MessageNumber.IDENTITIES_ANSWER).int32(answer.identities().size());
            for (Identity identity : answer.identities()) {
                out.string(identity.keyBlob()).string(identity.comment());
            }
        } else if (reply instanceof Signature answer) {
            out.uint8(MessageNumber.SIGN_RESPONSE).string(answer.signature());
        } else if (reply instanceof Extensions answer) {
            out.uint8(MessageNumber.EXTENSION_RESPONSE).string("query");
            answer.names().forEach(out::string);
        } else {
            throw new AssertionError(reply);
        }
        return out.toBytes();
    }
}
