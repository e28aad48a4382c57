package org.agentbroker.agent.key;

import java.util.Arrays;
import java.util.Map;
import org.agentbroker.agent.wire.MalformedMessage;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.jspecify.annotations.Nullable;

/** PKCS#8 files ({@code openssl genpkey}, {@code ssh-keygen -m PKCS8}): RFC 5958, RFC 8410; encrypted ones too. */
final class Pkcs8KeyFile {
    private static final String RSA = "1.2.840.113549.1.1.1";
    private static final String EC = "1.2.840.10045.2.1";
    private static final String ED25519 = "1.3.101.112";
    private static final String DSA = "1.2.840.10040.4.1";
    private static final Map<String, String> OTHERS = Map.of(
            "1.3.101.110", "X25519",
            "1.3.101.111", "X448",
            "1.3.101.113", "Ed448",
            "1.2.840.113549.1.1.10", "RSA-PSS",
            "2.16.840.1.101.3.4.3.17", "ML-DSA-44",
            "2.16.840.1.101.3.4.3.18", "ML-DSA-65",
            "2.16.840.1.101.3.4.3.19", "ML-DSA-87");

    private Pkcs8KeyFile() {}

    static KeyMaterial read(byte[] der, String name) throws UnusableInput {
        try {
            return privateKey(Asn1Key.read(der, PrivateKeyInfo::getInstance), name);
        } catch (MalformedMessage e) {
            throw UnusableKey.damaged(name, e.getMessage());
        }
    }

    static KeyMaterial readEncrypted(byte[] der, String name, @Nullable Secret passphrase) throws UnusableInput {
        byte[] opened = {};
        try {
            EncryptedPrivateKeyInfo sealed = Asn1Key.read(der, EncryptedPrivateKeyInfo::getInstance);
            opened = Pkcs8Encryption.open(sealed, name, passphrase);
        } catch (MalformedMessage e) {
            throw UnusableKey.damaged(name, e.getMessage());
        }
        try {
            return privateKey(Asn1Key.read(opened, PrivateKeyInfo::getInstance), name);
        } catch (MalformedMessage e) {
            throw UnusableKey.wrongPassphrase(name); // one padding in 256 is right by chance
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private static KeyMaterial privateKey(PrivateKeyInfo info, String name) throws MalformedMessage, UnusableInput {
        String oid = info.getPrivateKeyAlgorithm().getAlgorithm().getId();
        byte[] inner = info.getPrivateKey().getOctets();
        try {
            switch (oid) {
                case RSA:
                    return Asn1Key.rsa(inner);
                case EC:
                    return Asn1Key.ec(
                            inner, required(info.getPrivateKeyAlgorithm().getParameters()), name);
                case ED25519:
                    byte[] seed =
                            Asn1Key.read(inner, ASN1OctetString::getInstance).getOctets();
                    try {
                        ASN1BitString stated = info.getPublicKeyData();
                        return Asn1Key.ed25519(seed, stated == null ? null : stated.getOctets());
                    } catch (IllegalStateException e) {
                        throw new MalformedMessage("its public key"); // of an odd number of bits
                    } finally {
                        Arrays.fill(seed, (byte) 0);
                    }
                default:
                    throw UnusableKey.ofType(
                            name + " holds", oid.equals(DSA) ? "ssh-dss" : OTHERS.getOrDefault(oid, oid));
            }
        } finally {
            Arrays.fill(inner, (byte) 0);
        }
    }

    private static ASN1Encodable required(@Nullable ASN1Encodable curve) throws MalformedMessage {
        if (curve == null) {
            throw new MalformedMessage("its curve");
        }
        return curve;
    }
}
