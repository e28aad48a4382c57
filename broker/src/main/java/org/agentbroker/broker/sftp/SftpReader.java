package org.agentbroker.broker.sftp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a server's files, by one request after the other. The server may answer what it likes: nothing that it sends
 * makes more than one packet wait here. MINA's own client keeps whatever a server sends unasked
 * (DefaultSftpClient.process).
 *
 * <p>For use by one thread. Whoever opened the streams sees to it that reading has an end.
 */
public final class SftpReader {
    private static final int MOST = 256 << 10; // sftp-common.h, SFTP_MAX_MSG_LENGTH
    private static final int VERSION = 3;
    private static final int CHUNK = 32 << 10; // what every server gives at once (draft, 3)

    private final DataInputStream in;
    private final OutputStream out;
    private int last;

    private SftpReader(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /**
     * Agrees on the version.
     *
     * @throws NoSftp when what answers is no SFTP server
     */
    public static SftpReader greet(InputStream in, OutputStream out) throws IOException {
        SftpReader reader = new SftpReader(in, out);
        reader.send(packet(PacketType.INIT, VERSION));
        ByteBuffer answer = reader.packet();
        if (answer.remaining() < 1 + Integer.BYTES || answer.get() != PacketType.VERSION || answer.getInt() < VERSION) {
            throw new NoSftp("no SFTP of version 3");
        }
        return reader;
    }

    /** What the server takes a path for, absolute; of a link it may be the target. */
    public String realPath(String path) throws IOException {
        Answer answer = ask(PacketType.REALPATH, text(path));
        if (answer.type() != PacketType.NAME || answer.number() != 1) {
            throw new NoSftp("no answer where " + path + " is");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(answer.string()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NoSftp("a path that is not UTF-8");
        }
    }

    /** What is at a path; a link is one itself. */
    public Kind look(String path) throws IOException {
        Answer answer = ask(PacketType.LSTAT, text(path));
        if (answer.type() == PacketType.ATTRS) {
            return answer.kind();
        }
        if (answer.type() == PacketType.STATUS && answer.number() != 0) {
            return Kind.ABSENT;
        }
        throw new NoSftp("no answer what " + path + " is");
    }

    /**
     * A regular file's contents.
     *
     * @param most in bytes
     * @return null when it cannot be read, or is longer
     */
    public byte @Nullable [] read(String path, int most) throws IOException {
        byte[] flags = new byte[2 * Integer.BYTES]; // and no attributes
        flags[Integer.BYTES - 1] = PacketType.OPEN_TO_READ;
        Answer opened = ask(PacketType.OPEN, text(path), flags);
        if (opened.type() != PacketType.HANDLE) {
            return null;
        }
        byte[] handle = counted(opened.string());
        byte[] contents = contents(handle, most);
        ask(PacketType.CLOSE, handle);
        return contents;
    }

    private byte @Nullable [] contents(byte[] handle, int most) throws IOException {
        ByteArrayOutputStream contents = new ByteArrayOutputStream();
        while (contents.size() <= most) {
            ByteBuffer range = ByteBuffer.allocate(Long.BYTES + Integer.BYTES);
            range.putLong(contents.size()).putInt(CHUNK);
            Answer answer = ask(PacketType.READ, handle, range.array());
            if (answer.type() == PacketType.STATUS) {
                return answer.number() == Answer.END_OF_FILE ? contents.toByteArray() : null;
            }
            byte[] bytes = answer.type() == PacketType.DATA ? answer.string() : new byte[0];
            if (bytes.length == 0 || bytes.length > CHUNK) {
                throw new NoSftp("not the bytes that were asked for");
            }
            contents.writeBytes(bytes);
        }
        return null;
    }

    private Answer ask(int type, byte[]... fields) throws IOException {
        last++;
        send(packet(type, last, fields));
        ByteBuffer packet = packet();
        Answer answer = new Answer(packet.get() & 0xff, packet);
        if (answer.number() != last) {
            throw new NoSftp("an answer to another request");
        }
        return answer;
    }

    private static byte[] text(String text) {
        return counted(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] counted(byte[] bytes) {
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] packet(int type, int number, byte[]... fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeByte(type);
        data.writeInt(number);
        for (byte[] field : fields) {
            data.write(field);
        }
        return counted(bytes.toByteArray());
    }

    private void send(byte[] packet) throws IOException {
        out.write(packet);
        out.flush();
    }

    private ByteBuffer packet() throws IOException {
        int length = in.readInt();
        if (length < 1 || length > MOST) {
            throw new NoSftp("a packet of " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] packet = new byte[length];
        in.readFully(packet);
        return ByteBuffer.wrap(packet);
    }
}
