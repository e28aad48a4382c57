package org.agentbroker.broker.sftp;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Passes on what only reads. The program whose requests these are reads what a hostile server sends, as an account that
 * others may use as well; whoever takes it over shall not write at the client with broker's login.
 */
public final class ReadOnlyRequests {
    /** In bytes: a request holds a path or two. */
    private static final int MOST = 256 << 10;

    private static final int HEADER = 1 + Integer.BYTES;

    private ReadOnlyRequests() {}

    /** A request that was not passed on. */
    public static final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * Copies to the end of the requests.
     *
     * @param to gets each request by one write
     * @throws Refused for a request that would change something, which is not passed on
     * @throws IOException when either side takes or gives no more
     */
    public static void copy(InputStream requests, OutputStream to) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(requests, 64 << 10));
        while (true) {
            int length;
            try {
                length = in.readInt();
            } catch (EOFException e) {
                return;
            }
            if (length < HEADER || length > MOST) {
                throw new Refused("no request of SFTP has " + length + " bytes");
            }
            byte[] packet = new byte[Integer.BYTES + length];
            ByteBuffer.wrap(packet).putInt(length);
            in.readFully(packet, Integer.BYTES, length);
            requireReading(ByteBuffer.wrap(packet, Integer.BYTES, length));
            to.write(packet);
        }
    }

    private static void requireReading(ByteBuffer packet) throws IOException {
        int type = packet.get() & 0xff;
        boolean reads = switch (type) {
            case PacketType.INIT,
                    PacketType.CLOSE,
                    PacketType.READ,
                    PacketType.LSTAT,
                    PacketType.FSTAT,
                    PacketType.OPENDIR,
                    PacketType.READDIR,
                    PacketType.REALPATH,
                    PacketType.STAT,
                    PacketType.READLINK -> true;
            case PacketType.OPEN -> isOpenToRead(packet);
            case PacketType.EXTENDED -> isAboutSpace(packet);
            default -> false;
        };
        if (!reads) {
            throw new Refused("a request of SFTP that does not only read: " + type);
        }
    }

    private static boolean isOpenToRead(ByteBuffer packet) {
        packet.getInt(); // the number of the request
        return skipString(packet) && packet.remaining() >= Integer.BYTES && packet.getInt() == PacketType.OPEN_TO_READ;
    }

    // the one extension that a file system needs that is only read (OpenSSH, PROTOCOL, 4.4)
    private static boolean isAboutSpace(ByteBuffer packet) {
        packet.getInt();
        ByteBuffer name = packet.duplicate();
        if (!skipString(packet)) {
            return false;
        }
        byte[] text = new byte[name.getInt()];
        name.get(text);
        return new String(text, StandardCharsets.US_ASCII).equals("statvfs@openssh.com");
    }

    private static boolean skipString(ByteBuffer packet) {
        if (packet.remaining() < Integer.BYTES) {
            return false;
        }
        int length = packet.getInt();
        if (length < 0 || length > packet.remaining()) {
            return false;
        }
        packet.position(packet.position() + length);
        return true;
    }
}
