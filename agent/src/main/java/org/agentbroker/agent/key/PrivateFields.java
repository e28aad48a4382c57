package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/**
 * The fields of a private key after its type, each an SSH string, as OpenSSH PROTOCOL.key and RFC 9987, 3.2 put them:
 *
 * <ul>
 *   <li>Ed25519: A, k‖A
 *   <li>ECDSA: curve, Q, d
 *   <li>RSA: n, e, d, iqmp, p, q
 *   <li>ML-DSA-44 with Ed25519: both public keys, both seeds
 * </ul>
 */
final class PrivateFields {
    private PrivateFields() {}

    /** Puts them in one array of exactly their length, so that no copy stays behind; wipes those given. */
    static byte[] of(byte[]... fields) {
        int length = 0;
        for (byte[] field : fields) {
            length += Integer.BYTES + field.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] field : fields) {
            all.putInt(field.length).put(field);
            Arrays.fill(field, (byte) 0);
        }
        return all.array();
    }

    static byte[] ofRsa(BigInteger n, BigInteger e, BigInteger d, BigInteger iqmp, BigInteger p, BigInteger q) {
        return of(mpint(n), mpint(e), mpint(d), mpint(iqmp), mpint(p), mpint(q));
    }

    static byte[] ofEcdsa(String keyType, byte[] point, BigInteger d) {
        String curve = keyType.substring("ecdsa-sha2-".length());
        return of(curve.getBytes(StandardCharsets.US_ASCII), point.clone(), mpint(d));
    }

    static byte[] ofEd25519(byte[] seed, byte[] publicKey) {
        byte[] both = Arrays.copyOf(seed, seed.length + publicKey.length);
        System.arraycopy(publicKey, 0, both, seed.length, publicKey.length);
        return of(publicKey.clone(), both);
    }

    /** The fields of a key that came with a certificate: what is public stands there only (sshkey.c, ssh-rsa.c, ...). */
    static byte[] completed(Certificate certificate, byte[] privateOnly) throws MalformedMessage {
        SshReader in = new SshReader(certificate.plainKey().toBytes());
        String type = in.name("key type");
        byte[] publicFields = switch (type) {
            case "ssh-ed25519" -> new byte[0]; // it is repeated
            case "ssh-rsa" -> {
                byte[] e = in.string("e"); // in the public key e comes first
                yield of(in.string("n"), e);
            }
            default -> in.rest();
        };
        byte[] all = Arrays.copyOf(publicFields, publicFields.length + privateOnly.length);
        System.arraycopy(privateOnly, 0, all, publicFields.length, privateOnly.length);
        return all;
    }

    private static byte[] mpint(BigInteger value) {
        return value.signum() == 0 ? new byte[0] : value.toByteArray();
    }
}
