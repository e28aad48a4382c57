package org.agentbroker.agent.key;

import java.math.BigInteger;
import java.util.Arrays;
import org.agentbroker.agent.wire.MalformedMessage;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA1Digest;
import org.bouncycastle.crypto.digests.SHA224Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.PKCS5S2ParametersGenerator;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/** How an encrypted PKCS#8 file is opened: PBES2 (RFC 8018, 6.2) with PBKDF2 or scrypt (RFC 7914, 7). */
final class Pkcs8Encryption {
    private static final String PBES2 = "1.2.840.113549.1.5.13";
    private static final String PBKDF2 = "1.2.840.113549.1.5.12";
    private static final String SCRYPT = "1.3.6.1.4.1.11591.4.11";
    // openssl: 2048 by default; this many take some seconds
    private static final BigInteger MOST_ITERATIONS = BigInteger.valueOf(5_000_000);
    // openssl: 16 MiB by default, and its own reader's limit is 32 (SCRYPT_MAX_MEM)
    private static final long MOST_MEMORY = 64L << 20;
    private static final int MOST_LANES = 16;
    private static final String DERIVATION = "its key derivation";

    private Pkcs8Encryption() {}

    static byte[] open(EncryptedPrivateKeyInfo sealed, String name, @Nullable Secret passphrase)
            throws MalformedMessage, UnusableInput {
        if (passphrase == null) {
            throw UnusableKey.encrypted(name);
        }
        if (!sealed.getEncryptionAlgorithm().getAlgorithm().getId().equals(PBES2)) {
            throw UnusableKey.encryptedOtherwise(name);
        }
        byte[] key = {};
        try {
            PBES2Parameters parameters =
                    PBES2Parameters.getInstance(sealed.getEncryptionAlgorithm().getParameters());
            EncryptionScheme scheme = parameters.getEncryptionScheme();
            CbcCipher cipher = CbcCipher.ofOid(scheme.getAlgorithm().getId())
                    .orElseThrow(() -> UnusableKey.encryptedOtherwise(name));
            byte[] iv = ASN1OctetString.getInstance(scheme.getParameters()).getOctets();
            key = derive(parameters.getKeyDerivationFunc(), cipher.keyLength(), name, passphrase);
            return cipher.decrypt(key, iv, sealed.getEncryptedData(), name);
        } catch (RuntimeException e) {
            throw new MalformedMessage("how it is encrypted"); // the library's readers throw all sorts of them
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] derive(KeyDerivationFunc function, int length, String name, Secret passphrase)
            throws MalformedMessage, UnusableInput {
        return switch (function.getAlgorithm().getId()) {
            case PBKDF2 -> pbkdf2(PBKDF2Params.getInstance(function.getParameters()), length, name, passphrase);
            case SCRYPT -> scrypt(ASN1Sequence.getInstance(function.getParameters()), length, passphrase);
            default -> throw UnusableKey.encryptedOtherwise(name);
        };
    }

    private static byte[] pbkdf2(PBKDF2Params parameters, int length, String name, Secret passphrase)
            throws MalformedMessage, UnusableInput {
        Digest digest = digest(parameters.getPrf().getAlgorithm().getId(), name);
        BigInteger iterations = parameters.getIterationCount();
        requireLength(parameters.getKeyLength(), length);
        if (iterations.signum() <= 0 || iterations.compareTo(MOST_ITERATIONS) > 0) {
            throw new MalformedMessage(DERIVATION);
        }
        return passphrase.lend(bytes -> {
            PKCS5S2ParametersGenerator generator = new PKCS5S2ParametersGenerator(digest);
            generator.init(bytes, parameters.getSalt(), iterations.intValueExact());
            return ((KeyParameter) generator.generateDerivedParameters(length * Byte.SIZE)).getKey();
        });
    }

    // RFC 8018, B.1.2
    private static Digest digest(String oid, String name) throws UnusableInput {
        return switch (oid) {
            case "1.2.840.113549.2.7" -> new SHA1Digest();
            case "1.2.840.113549.2.8" -> new SHA224Digest();
            case "1.2.840.113549.2.9" -> new SHA256Digest();
            case "1.2.840.113549.2.10" -> new SHA384Digest();
            case "1.2.840.113549.2.11" -> new SHA512Digest();
            default -> throw UnusableKey.encryptedOtherwise(name);
        };
    }

    private static byte[] scrypt(ASN1Sequence parameters, int length, Secret passphrase) throws MalformedMessage {
        byte[] salt = ASN1OctetString.getInstance(parameters.getObjectAt(0)).getOctets();
        long cost = number(parameters, 1);
        long blockSize = number(parameters, 2);
        long lanes = number(parameters, 3);
        if (parameters.size() > 4) {
            requireLength(ASN1Integer.getInstance(parameters.getObjectAt(4)).getValue(), length);
        }
        boolean bounded = cost <= MOST_MEMORY && blockSize <= MOST_MEMORY && 128 * cost * blockSize <= MOST_MEMORY;
        if (!bounded || lanes > MOST_LANES || parameters.size() > 5) {
            throw new MalformedMessage(DERIVATION);
        }
        return passphrase.lend(bytes -> SCrypt.generate(bytes, salt, (int) cost, (int) blockSize, (int) lanes, length));
    }

    private static long number(ASN1Sequence parameters, int at) throws MalformedMessage {
        long number = ASN1Integer.getInstance(parameters.getObjectAt(at)).longValueExact();
        if (number <= 0) {
            throw new MalformedMessage(DERIVATION);
        }
        return number;
    }

    private static void requireLength(@Nullable BigInteger stated, int length) throws MalformedMessage {
        if (stated != null && !stated.equals(BigInteger.valueOf(length))) {
            throw new MalformedMessage(DERIVATION);
        }
    }
}
