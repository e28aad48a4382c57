package org.agentbroker.agent.key;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Arrays;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshWriter;
import org.jspecify.annotations.Nullable;

/**
 * A private key: Ed25519, ECDSA P-256/384/521, or RSA of at least 2048 bits, which signs with SHA-2 alone.
 *
 * <p>Its bytes stand in one array that is zero after {@link #close()}. The JDK cannot wipe a key object, so one exists
 * only while a signature is made.
 */
public final class AgentKey implements AutoCloseable {
    private static final byte[] PROOF =
            "agentbroker: do these halves belong together?".getBytes(StandardCharsets.UTF_8);

    private final String keyType;
    private final Blob publicBlob;
    private final String comment;
    private final byte[] privateFields;
    private boolean closed;

    private AgentKey(OpenSshKey file) {
        keyType = file.keyType();
        publicBlob = file.publicBlob();
        comment = file.comment();
        privateFields = file.privateFields();
    }

    /**
     * Reads a key file that only its owner may read.
     *
     * @param passphrase opens an encrypted file; null when there is none; stays the caller's
     * @throws UnusableInput when the file is missing, too open, damaged, encrypted without or with another passphrase, or
     *     holds a key that is weak or of an unsupported type
     */
    public static AgentKey load(Path file, @Nullable Secret passphrase) throws UnusableInput {
        byte[] contents = PrivateFile.read(file);
        try {
            return parse(contents, file.toString(), passphrase);
        } finally {
            Arrays.fill(contents, (byte) 0);
        }
    }

    /** As {@link #load}, from bytes that the caller wipes. {@code name} stands in messages. */
    public static AgentKey parse(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        AgentKey key = new AgentKey(OpenSshKeyFile.read(contents, name, passphrase));
        try {
            key.requireMatchingHalves();
            return key;
        } catch (MalformedMessage | GeneralSecurityException e) {
            key.close();
            throw new UnusableInput(
                    name + " holds a key that cannot be used: " + e.getMessage(), "make a new one with ssh-keygen");
        }
    }

    // signing Ed25519 with a public half of somebody else's choice is a known way to lose the private one
    private void requireMatchingHalves() throws MalformedMessage, GeneralSecurityException {
        SignatureAlgorithm algorithm = SignatureAlgorithm.strongest(keyType)
                .orElseThrow(() -> new MalformedMessage("a key of an unsupported type"));
        if (!HostPin.decode(publicBlob).hasSigned(PROOF, sign(algorithm, PROOF))) {
            throw new MalformedMessage("its public and private half do not belong together");
        }
    }

    /**
     * Signs, and gives the signature in SSH's form (RFC 4253, 6.6).
     *
     * @throws IllegalStateException when the key is closed
     * @throws GeneralSecurityException when the algorithm is not one of this key's
     */
    public synchronized Blob sign(SignatureAlgorithm algorithm, byte[] data) throws GeneralSecurityException {
        if (closed) {
            throw new IllegalStateException("this key is closed");
        }
        if (!algorithm.keyType().equals(keyType)) {
            throw new GeneralSecurityException(algorithm.sshName() + " is not for a key of type " + keyType);
        }
        Signature signer = Signature.getInstance(algorithm.jcaName());
        signer.initSign(PrivateKeys.decode(keyType, privateFields));
        signer.update(data);
        return Blob.of(new SshWriter()
                .string(algorithm.sshName())
                .string(algorithm.toSsh(signer.sign()))
                .toBytes());
    }

    /** What an agent lists this key as: its certificate when it has one, else the public key. */
    public Blob identity() {
        return publicBlob;
    }

    public String keyType() {
        return keyType;
    }

    public Blob publicBlob() {
        return publicBlob;
    }

    /** The key's comment, for people; may be empty. */
    public String comment() {
        return comment;
    }

    public String fingerprint() {
        return publicBlob.fingerprint();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(privateFields, (byte) 0);
    }

    /** For the test that looks whether it is wiped. */
    synchronized byte[] privateFields() {
        return privateFields;
    }

    @Override
    public String toString() {
        return keyType + " " + fingerprint();
    }
}
