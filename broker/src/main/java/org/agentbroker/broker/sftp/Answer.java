package org.agentbroker.broker.sftp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An answer of the server, which may hold anything.
 *
 * @param contents what follows the number of the request
 */
record Answer(int type, ByteBuffer contents) {
    private static final int SIZE = 1;
    private static final int OWNERS = 2;
    private static final int MODE = 4;

    static final int END_OF_FILE = 1;
    static final int NO_SUCH_FILE = 2;
    static final int PERMISSION_DENIED = 3;
    static final int FAILURE = 4;

    int number() throws NoSftp {
        if (contents.remaining() < Integer.BYTES) {
            throw new NoSftp("an answer that is too short");
        }
        return contents.order(ByteOrder.BIG_ENDIAN).getInt();
    }

    byte[] string() throws NoSftp {
        int length = number();
        if (length < 0 || length > contents.remaining()) {
            throw new NoSftp("a text that is longer than its packet");
        }
        byte[] bytes = new byte[length];
        contents.get(bytes);
        return bytes;
    }

    /** The kind of what the attributes describe (5); {@code OTHER} where they do not say. */
    Kind kind() throws NoSftp {
        int flags = number();
        if ((flags & SIZE) != 0) {
            number();
            number();
        }
        if ((flags & OWNERS) != 0) {
            number();
            number();
        }
        if ((flags & MODE) == 0) {
            return Kind.OTHER;
        }
        // S_IFMT
        return switch (number() & 0xf000) {
            case 0x8000 -> Kind.FILE;
            case 0x4000 -> Kind.DIRECTORY;
            case 0xa000 -> Kind.LINK;
            default -> Kind.OTHER;
        };
    }
}
