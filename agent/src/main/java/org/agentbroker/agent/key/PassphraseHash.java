package org.agentbroker.agent.key;

import java.security.MessageDigest;
import java.security.SecureRandom;
import org.apache.sshd.common.config.keys.loader.openssh.kdf.BCrypt;

/** Knows a passphrase when it sees it again, and nothing else about it. */
public final class PassphraseHash {
    private static final int SALT = 16;
    private static final int HASH = 32;
    // as ssh-agent.c LOCK_ROUNDS: it is kept in memory only, as the keys are
    private static final int ROUNDS = 1;

    private final byte[] salt = new byte[SALT];
    private final byte[] hash;

    private PassphraseHash(byte[] passphrase) {
        new SecureRandom().nextBytes(salt);
        hash = hash(passphrase);
    }

    /** @param passphrase not empty; stays the caller's */
    public static PassphraseHash of(byte[] passphrase) {
        return new PassphraseHash(passphrase);
    }

    /** Constant in time for a given length; the array stays the caller's. */
    public boolean matches(byte[] passphrase) {
        return MessageDigest.isEqual(hash, hash(passphrase));
    }

    private byte[] hash(byte[] passphrase) {
        byte[] output = new byte[HASH];
        new BCrypt().pbkdf(passphrase, salt, ROUNDS, output);
        return output;
    }
}
