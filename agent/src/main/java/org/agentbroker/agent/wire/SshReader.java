package org.agentbroker.agent.wire;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the data types of RFC 4251, 5 from one array; every length is checked against what is left. */
public final class SshReader {
    private final byte[] bytes;
    private int position;

    /** Reads from this array, which it does not copy. */
    public SshReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** 0 to 255. {@code field} names it in messages, here and below. */
    public int uint8(String field) throws MalformedMessage {
        require(1, field);
        return bytes[position++] & 0xff;
    }

    /** Only 0 and 1: RFC 4251, 5 lets a reader take any other value as true, but nobody honest sends one. */
    public boolean bool(String field) throws MalformedMessage {
        int value = uint8(field);
        if (value > 1) {
            throw new MalformedMessage(field + " is neither 0 nor 1");
        }
        return value == 1;
    }

    /** A {@code uint32}, as Java has it: negative from 2^31 on. */
    public int int32(String field) throws MalformedMessage {
        require(Integer.BYTES, field);
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << Byte.SIZE | bytes[position++] & 0xff;
        }
        return value;
    }

    /** A copy of its own. */
    public byte[] string(String field) throws MalformedMessage {
        int start = position + Integer.BYTES;
        skipString(field);
        return slice(start, position);
    }

    /** Passes over a string without a copy of it. */
    public void skipString(String field) throws MalformedMessage {
        int length = int32(field);
        if (length < 0) {
            throw new MalformedMessage(field + " is longer than the message");
        }
        require(length, field);
        position += length;
    }

    /** What stands between two positions that have been read. */
    public byte[] slice(int start, int end) {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** A string that is public. */
    public Blob blob(String field) throws MalformedMessage {
        return Blob.of(string(field));
    }

    /** A name of the protocol: ASCII, or it equals none that we know. */
    public String name(String field) throws MalformedMessage {
        return new String(string(field), StandardCharsets.ISO_8859_1);
    }

    /** A number that is not negative, without needless leading bytes (RFC 4251, 5). */
    public BigInteger mpint(String field) throws MalformedMessage {
        byte[] value = string(field);
        try {
            boolean negative = value.length > 0 && value[0] < 0;
            boolean padded = value.length > 0 && value[0] == 0 && (value.length == 1 || value[1] >= 0);
            if (negative || padded) {
                throw new MalformedMessage(field + " is not a number in its shortest form");
            }
            return new BigInteger(1, value);
        } finally {
            Arrays.fill(value, (byte) 0); // it may have been part of a private key
        }
    }

    /** Whether anything is left. */
    public boolean hasMore() {
        return position < bytes.length;
    }

    /** How many bytes have been read. */
    public int position() {
        return position;
    }

    /** All that is left, read as it stands. */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, position, bytes.length);
        position = bytes.length;
        return rest;
    }

    /** For a message whose fields nobody here knows. */
    void skipRest() {
        position = bytes.length;
    }

    /** @throws MalformedMessage when anything is left */
    public void end() throws MalformedMessage {
        if (position != bytes.length) {
            throw new MalformedMessage((bytes.length - position) + " bytes after the end");
        }
    }

    private void require(int count, String field) throws MalformedMessage {
        if (bytes.length - position < count) {
            throw new MalformedMessage(field + " is cut off");
        }
    }
}
