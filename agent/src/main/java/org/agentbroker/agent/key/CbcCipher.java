package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agentbroker.agent.wire.MalformedMessage;

/** The ciphers of encrypted PEM and PKCS#8 files. */
enum CbcCipher {
    AES128("AES-128-CBC", "2.16.840.1.101.3.4.1.2", "AES", 16, 16),
    AES192("AES-192-CBC", "2.16.840.1.101.3.4.1.22", "AES", 24, 16),
    AES256("AES-256-CBC", "2.16.840.1.101.3.4.1.42", "AES", 32, 16),
    TRIPLE_DES("DES-EDE3-CBC", "1.2.840.113549.3.7", "DESede", 24, 8);

    private final String pemName;
    private final String oid;
    private final String algorithm;
    private final int keyLength;
    private final int ivLength;

    CbcCipher(String pemName, String oid, String algorithm, int keyLength, int ivLength) {
        this.pemName = pemName;
        this.oid = oid;
        this.algorithm = algorithm;
        this.keyLength = keyLength;
        this.ivLength = ivLength;
    }

    /** As in a {@code DEK-Info} header. */
    static Optional<CbcCipher> named(String pemName) {
        return Stream.of(values()).filter(c -> c.pemName.equals(pemName)).findFirst();
    }

    /** As in PBES2 (RFC 8018, B.2). */
    static Optional<CbcCipher> ofOid(String oid) {
        return Stream.of(values()).filter(c -> c.oid.equals(oid)).findFirst();
    }

    int keyLength() {
        return keyLength;
    }

    int ivLength() {
        return ivLength;
    }

    /** @throws UnusableInput when the padding is wrong, as with another passphrase */
    byte[] decrypt(byte[] key, byte[] iv, byte[] sealed, String name) throws MalformedMessage, UnusableInput {
        if (iv.length != ivLength) {
            throw new MalformedMessage("its initial vector");
        }
        try {
            Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
            return cipher.doFinal(sealed);
        } catch (BadPaddingException e) {
            throw UnusableKey.wrongPassphrase(name);
        } catch (GeneralSecurityException e) {
            throw new MalformedMessage("its encrypted part");
        }
    }
}
