package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCrypt;
import org.jspecify.annotations.Nullable;

/** How an OpenSSH key file is encrypted: {@code bcrypt} and an AES mode, as {@code ssh-keygen -Z} offers them. */
record KeyEncryption(String cipher, String derivation, byte[] options) {
    private static final Set<String> CIPHERS = Set.of(
            "aes128-ctr",
            "aes192-ctr",
            "aes256-ctr",
            "aes128-cbc",
            "aes192-cbc",
            "aes256-cbc",
            "aes128-gcm@openssh.com",
            "aes256-gcm@openssh.com");
    // ssh-keygen -a: 24 by default; this many take minutes
    private static final int MOST_ROUNDS = 10_000;
    private static final int GCM_TAG_BITS = 128;

    boolean isNone() {
        return cipher.equals("none");
    }

    byte[] open(byte[] sealed, byte[] tag, String name, @Nullable Secret passphrase)
            throws MalformedMessage, UnusableInput {
        if (isNone()) {
            return sealed.clone();
        }
        if (passphrase == null) {
            throw UnusableKey.encrypted(name);
        }
        if (!derivation.equals("bcrypt") || !CIPHERS.contains(cipher)) {
            throw UnusableKey.encryptedOtherwise(name);
        }
        byte[] key = derive(passphrase);
        try {
            return decrypt(key, sealed, tag);
        } catch (AEADBadTagException e) {
            throw UnusableKey.wrongPassphrase(name);
        } catch (GeneralSecurityException e) {
            throw new MalformedMessage("its encrypted part");
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] derive(Secret passphrase) throws MalformedMessage {
        SshReader in = new SshReader(options);
        byte[] salt = in.string("salt");
        int rounds = in.int32("rounds");
        in.end();
        if (rounds < 1 || rounds > MOST_ROUNDS || salt.length == 0) {
            throw new MalformedMessage("its key derivation");
        }
        byte[] key = new byte[keyLength() + ivLength()];
        passphrase.lend(bytes -> {
            new BCrypt().pbkdf(bytes, salt, rounds, key);
            return key;
        });
        return key;
    }

    private byte[] decrypt(byte[] derived, byte[] sealed, byte[] tag) throws GeneralSecurityException {
        SecretKeySpec key = new SecretKeySpec(derived, 0, keyLength(), "AES");
        if (isGcm()) {
            Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
            gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(GCM_TAG_BITS, derived, keyLength(), ivLength()));
            byte[] whole = Arrays.copyOf(sealed, sealed.length + tag.length);
            System.arraycopy(tag, 0, whole, sealed.length, tag.length);
            return gcm.doFinal(whole);
        }
        Cipher aes = Cipher.getInstance(cipher.endsWith("-cbc") ? "AES/CBC/NoPadding" : "AES/CTR/NoPadding");
        aes.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(derived, keyLength(), ivLength()));
        return aes.doFinal(sealed);
    }

    private boolean isGcm() {
        return cipher.endsWith("-gcm@openssh.com");
    }

    private int keyLength() {
        return cipher.startsWith("aes128") ? 16 : cipher.startsWith("aes192") ? 24 : 32;
    }

    private int ivLength() {
        return isGcm() ? 12 : 16;
    }
}
