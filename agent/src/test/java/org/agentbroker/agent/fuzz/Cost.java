package org.agentbroker.agent.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/** Keeps a search from spending its time on the derivation of keys, which is slow on purpose. */
final class Cost {
    private static final long HIGH = 64;
    private static final byte[] BCRYPT = "\0\0\0\6bcrypt".getBytes(StandardCharsets.ISO_8859_1);
    // more are refused
    private static final int MOST_ROUNDS = 10_000;

    private Cost() {}

    /** A file of ssh-keygen with the least rounds of bcrypt. */
    static byte[] oneRound(byte[] binary) {
        byte[] cheap = binary.clone();
        ByteBuffer bytes = ByteBuffer.wrap(cheap);
        for (int at = 0; at + BCRYPT.length <= cheap.length; at++) {
            if (ByteBuffer.wrap(cheap, at, BCRYPT.length).equals(ByteBuffer.wrap(BCRYPT))) {
                lower(bytes, at + BCRYPT.length);
            }
        }
        return cheap;
    }

    // string options, which hold string salt, uint32 rounds
    private static void lower(ByteBuffer bytes, int options) {
        if (options + 8 <= bytes.capacity()) {
            long at = options + 8L + bytes.getInt(options + 4);
            boolean inside = at >= 0 && at + 4 <= bytes.capacity();
            if (inside && bytes.getInt((int) at) > 1 && bytes.getInt((int) at) <= MOST_ROUNDS) {
                bytes.putInt((int) at, 1);
            }
        }
    }

    /** Whether there is a number in how a PKCS#8 file is encrypted that is larger than a search has time for. */
    static boolean isHigh(byte[] der) {
        try {
            return isHigh(ASN1Sequence.getInstance(der).getObjectAt(0));
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static boolean isHigh(Object part) {
        if (part instanceof ASN1Integer number) {
            return number.getValue().bitLength() >= Long.SIZE
                    || number.getValue().longValue() > HIGH;
        }
        if (part instanceof ASN1Sequence sequence) {
            for (Enumeration<?> each = sequence.getObjects(); each.hasMoreElements(); ) {
                if (isHigh(each.nextElement())) {
                    return true;
                }
            }
        }
        return part instanceof ASN1OctetString octets && octets.getOctets().length > 4096;
    }
}
