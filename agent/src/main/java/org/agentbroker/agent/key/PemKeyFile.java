package org.agentbroker.agent.key;

import java.util.Arrays;
import java.util.HexFormat;
import org.agentbroker.agent.wire.MalformedMessage;
import org.bouncycastle.crypto.generators.OpenSSLPBEParametersGenerator;
import org.bouncycastle.crypto.params.KeyParameter;
import org.jspecify.annotations.Nullable;

/**
 * The traditional files of OpenSSL and of {@code ssh-keygen -m PEM}: the bare RSA or EC structure. Encrypted ones say so
 * in headers (RFC 1421), and OpenSSL's EVP_BytesToKey makes the key, with MD5 and one round: it is no great protection.
 */
final class PemKeyFile {
    private static final int SALT = 8;

    private PemKeyFile() {}

    static KeyMaterial read(Armor armor, String name, @Nullable Secret passphrase) throws UnusableInput {
        String procType = armor.header("Proc-Type");
        if (procType == null) {
            try {
                return structure(armor.label(), armor.bytes(), name);
            } catch (MalformedMessage e) {
                throw UnusableKey.damaged(name, e.getMessage());
            }
        }
        if (passphrase == null) {
            throw UnusableKey.encrypted(name);
        }
        byte[] opened = {};
        try {
            opened = open(armor, name, passphrase);
        } catch (MalformedMessage e) {
            throw UnusableKey.damaged(name, e.getMessage());
        }
        try {
            return structure(armor.label(), opened, name);
        } catch (MalformedMessage e) {
            throw UnusableKey.wrongPassphrase(name); // one padding in 256 is right by chance
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    private static KeyMaterial structure(String label, byte[] der, String name) throws MalformedMessage, UnusableInput {
        return label.startsWith("RSA") ? Asn1Key.rsa(der) : Asn1Key.ec(der, null, name);
    }

    private static byte[] open(Armor armor, String name, Secret passphrase) throws MalformedMessage, UnusableInput {
        String info = armor.header("DEK-Info");
        String[] words = info == null ? new String[0] : info.split(",", -1);
        if (!"4,ENCRYPTED".equals(armor.header("Proc-Type")) || words.length != 2) {
            throw new MalformedMessage("its headers");
        }
        CbcCipher cipher = CbcCipher.named(words[0]).orElseThrow(() -> UnusableKey.encryptedOtherwise(name));
        byte[] iv = iv(words[1], cipher);
        byte[] key = passphrase.lend(bytes -> {
            OpenSSLPBEParametersGenerator generator = new OpenSSLPBEParametersGenerator();
            generator.init(bytes, Arrays.copyOf(iv, SALT));
            return ((KeyParameter) generator.generateDerivedParameters(cipher.keyLength() * Byte.SIZE)).getKey();
        });
        try {
            return cipher.decrypt(key, iv, armor.bytes(), name);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private static byte[] iv(String hex, CbcCipher cipher) throws MalformedMessage {
        try {
            byte[] iv = HexFormat.of().parseHex(hex);
            if (iv.length == cipher.ivLength()) {
                return iv;
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new MalformedMessage("its headers");
    }
}
