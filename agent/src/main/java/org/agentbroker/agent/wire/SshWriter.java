package org.agentbroker.agent.wire;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Writes the data types of RFC 4251, 5. For public data only: what it holds is not wiped. */
public final class SshWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(128);

    /** The lowest eight bits. */
    public SshWriter uint8(int value) {
        out.write(value);
        return this;
    }

    /** A {@code uint32}. */
    public SshWriter int32(int value) {
        for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
            out.write(value >>> shift);
        }
        return this;
    }

    /** Its length and its bytes. */
    public SshWriter string(byte[] value) {
        int32(value.length);
        out.writeBytes(value);
        return this;
    }

    /** In UTF-8. */
    public SshWriter string(String value) {
        return string(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Its length and its bytes. */
    public SshWriter string(Blob value) {
        return string(value.toBytes());
    }

    /** Without needless leading bytes. */
    public SshWriter mpint(BigInteger value) {
        return string(value.signum() == 0 ? new byte[0] : value.toByteArray());
    }

    /** All that was written. */
    public byte[] toBytes() {
        return out.toByteArray();
    }
}
