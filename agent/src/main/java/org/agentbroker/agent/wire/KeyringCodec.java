package org.agentbroker.agent.wire;

import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.Lock;
import org.agentbroker.agent.wire.KeyringRequest.RemoveKey;
import org.agentbroker.agent.wire.KeyringRequest.Unlock;
import org.agentbroker.agent.wire.KeyringRequest.Unsupported;

/**
 * Requests to an agent that programs add their keys to. Never throws. Like OpenSSH's agent it takes no offence at bytes
 * after the fields of a request, except after an added key, where they are constraints.
 */
public final class KeyringCodec {
    private KeyringCodec() {}

    /** @param message at least one byte, as {@link FrameDecoder} gives it; stays the caller's to wipe */
    public static AgentRequest decode(byte[] message) {
        int number = message[0] & 0xff;
        SshReader in = new SshReader(message);
        try {
            in.uint8("message number");
            switch (number) {
                case MessageNumber.ADD_IDENTITY:
                case MessageNumber.ADD_ID_CONSTRAINED: // ssh-agent.c reads constraints behind both
                    return addKey(in);
                case MessageNumber.REMOVE_IDENTITY:
                    return new RemoveKey(in.blob("key"));
                case MessageNumber.LOCK:
                    return new Lock(in.string("passphrase"));
                case MessageNumber.UNLOCK:
                    return new Unlock(in.string("passphrase"));
                default:
                    return RequestCodec.body(number, in);
            }
        } catch (MalformedMessage e) {
            return new Malformed(number, String.valueOf(e.getMessage()));
        } catch (UnsupportedField e) {
            return new Unsupported(String.valueOf(e.getMessage()));
        }
    }

    private static AddKey addKey(SshReader in) throws MalformedMessage, UnsupportedField {
        String type = in.name("key type");
        int count = KeyFields.countAdded(type);
        if (count == 0) {
            throw new UnsupportedField("a key of a type that is not supported");
        }
        int start = in.position();
        for (int i = 0; i < count; i++) {
            in.skipString("key field");
        }
        int end = in.position();
        Blob comment = withoutNul(in.blob("comment"), "comment");
        KeyConstraints constraints = ConstraintReader.read(in);
        return new AddKey(type, in.slice(start, end), comment, constraints, in.position());
    }

    /** OpenSSH reads such a field as a string of C, which ends at a NUL. */
    static Blob withoutNul(Blob text, String field) throws MalformedMessage {
        for (byte b : text.toBytes()) {
            if (b == 0) {
                throw new MalformedMessage(field + " has a NUL in it");
            }
        }
        return text;
    }
}
