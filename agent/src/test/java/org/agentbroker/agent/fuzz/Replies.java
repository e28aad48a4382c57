package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What an agent has written, looked at without the code under test. */
final class Replies {
    private static final int LARGEST = 256 * 1024; // OpenSSH authfd.c, MAX_AGENT_REPLY_LEN

    private Replies() {}

    /** The replies without their length fields; each must be one of the protocol, whole and without anything after it. */
    static List<byte[]> in(byte[] written) {
        Cut cut = Cut.of(written, LARGEST);
        assertThat(cut.broken()).isFalse();
        assertThat(cut.rest()).isZero();
        cut.frames().forEach(Replies::check);
        return new ArrayList<>(cut.frames());
    }

    private static void check(byte[] reply) {
        ByteBuffer in = ByteBuffer.wrap(reply, 1, reply.length - 1);
        switch (reply[0]) {
            case 5, 6, 28: // failure, success, extension failure
                break;
            case 12: // identities
                for (int i = in.getInt(); i > 0; i--) {
                    string(in);
                    string(in);
                }
                break;
            case 14: // signature
                string(in);
                break;
            case 29: // extensions
                while (in.hasRemaining()) {
                    string(in);
                }
                break;
            default:
                throw new AssertionError("reply " + reply[0]);
        }
        assertThat(in.remaining()).isZero();
    }

    static byte[] string(ByteBuffer in) {
        byte[] string = new byte[in.getInt()];
        in.get(string);
        return string;
    }

    /** Of a message or reply whose first field is a string: that string. */
    static byte[] firstString(byte[] message) {
        return string(ByteBuffer.wrap(message, 1, message.length - 1));
    }
}
