package org.agentbroker.agent;

import java.util.Arrays;
import java.util.HexFormat;
import org.agentbroker.agent.wire.Blob;

/** Answers with their length field, byte by byte. */
final class Answers {
    static final byte[] FAILURE = {0, 0, 0, 1, 5};
    static final byte[] SUCCESS = {0, 0, 0, 1, 6};
    static final byte[] EXTENSION_FAILURE = {0, 0, 0, 1, 28};
    static final byte[] EMPTY_LIST = {0, 0, 0, 5, 12, 0, 0, 0, 0};

    private Answers() {}

    /** One key of 51 bytes without a comment. */
    static byte[] listOf(Blob ed25519) {
        return hex("00000040 0c 00000001 00000033" + HexFormat.of().formatHex(ed25519.toBytes()) + "00000000");
    }

    /** The signature in an answer 14; anything else is an error of the test. */
    static Blob signature(byte[] answer) {
        if (answer.length != 92 || answer[4] != 14) {
            throw new AssertionError("no signature: " + HexFormat.of().formatHex(answer));
        }
        return Blob.of(Arrays.copyOfRange(answer, 9, answer.length));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
