package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.util.Base64;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;

/**
 * A host key that we insist on: Ed25519, ECDSA on a NIST curve, RSA of at least 2048 bits, or OpenSSH's ML-DSA-44 with Ed25519. Certificates are not
 * taken: a pin is a key.
 */
public final class HostPin {
    private final String keyType;
    private final Blob blob;
    private final VerifyingKey key;

    private HostPin(String keyType, Blob blob, VerifyingKey key) {
        this.keyType = keyType;
        this.blob = blob;
        this.key = key;
    }

    /** @throws UnusableInput when the blob is not a public key of a supported type */
    public static HostPin of(Blob blob) throws UnusableInput {
        try {
            return decode(blob);
        } catch (MalformedMessage e) {
            throw new UnusableInput("not a usable host key: " + e.getMessage(), HINT);
        } catch (GeneralSecurityException e) {
            throw new UnusableInput("not a usable host key: its numbers are not those of a key", HINT);
        }
    }

    static HostPin decode(Blob blob) throws MalformedMessage, GeneralSecurityException {
        return new HostPin(PublicKeys.type(blob), blob, PublicKeys.decode(blob));
    }

    private static final String HINT = "take a line of the host's /etc/ssh/ssh_host_*_key.pub";

    /** Reads {@code TYPE BASE64 [COMMENT]}, the form of a {@code .pub} file. */
    public static HostPin parse(String line) throws UnusableInput {
        String[] words = line.strip().split("\\s+", 3);
        if (words.length < 2) {
            throw new UnusableInput("a host key needs its type and its base64 text", HINT);
        }
        HostPin pin;
        try {
            pin = of(Blob.of(Base64.getDecoder().decode(words[1])));
        } catch (IllegalArgumentException e) {
            throw new UnusableInput("a host key whose base64 text is damaged", HINT);
        }
        if (!pin.keyType.equals(words[0])) {
            throw new UnusableInput("a host key that is called " + words[0] + " but is " + pin.keyType, HINT);
        }
        return pin;
    }

    /** Whether the holder of this key has signed the data. The signature is in SSH's form (RFC 4253, 6.6). */
    public boolean hasSigned(byte[] data, Blob signature) {
        return key.hasSigned(data, signature);
    }

    /** As it begins the line of a {@code .pub} file. */
    public String keyType() {
        return keyType;
    }

    /** The key as on the wire (RFC 4253, 6.6). */
    public Blob blob() {
        return blob;
    }

    /** As {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        return blob.fingerprint();
    }

    /** {@code TYPE BASE64}, as in known_hosts. */
    public String line() {
        return keyType + " " + Base64.getEncoder().encodeToString(blob.toBytes());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostPin pin && blob.equals(pin.blob);
    }

    @Override
    public int hashCode() {
        return blob.hashCode();
    }

    @Override
    public String toString() {
        return keyType + " " + fingerprint();
    }
}
