package org.agentbroker.agent.key;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes ASN.1 for files with a fault, by other code than the one under test. */
final class Der {
    private Der() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return tagged(0x30, all.toByteArray());
    }

    /** @param number in two's complement; a zero is put before one that would be negative by its length alone */
    static byte[] integer(byte[] number) {
        boolean negative = number[0] < 0 && number.length > 1;
        byte[] value = new byte[number.length + (negative ? 1 : 0)];
        System.arraycopy(number, 0, value, value.length - number.length, number.length);
        return tagged(0x02, value);
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    static byte[] oid(String hex) {
        return tagged(0x06, bytes(hex));
    }

    private static byte[] tagged(int tag, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (value.length > 127) {
            out.write(0x82);
            out.write(value.length >>> 8);
        }
        out.write(value.length);
        out.writeBytes(value);
        return out.toByteArray();
    }
}
