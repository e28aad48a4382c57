package org.agentbroker.agent.wire;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Immutable bytes with value equality: a key blob, a session identifier, a signature. Never a secret. */
public final class Blob {
    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the array. */
    public static Blob of(byte[] bytes) {
        return new Blob(bytes.clone());
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }

    /** The form in which OpenSSH prints a key: {@code SHA256:} and unpadded base64. */
    public String fingerprint() {
        return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(sha256());
    }

    /** 16 hexadecimal digits that tell this blob from others without showing it. */
    public String shortHash() {
        return HexFormat.of().formatHex(sha256(), 0, 8);
    }

    private byte[] sha256() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** Constant in time for equal lengths: session identifiers are compared with what a hostile peer sent. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && MessageDigest.isEqual(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Blob[" + bytes.length + " bytes]";
    }
}
