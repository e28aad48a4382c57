package org.agentbroker.agent.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.jspecify.annotations.Nullable;

/**
 * A private key: Ed25519, ECDSA P-256/384/521, RSA of at least 2048 bits, which signs with SHA-2 alone, or OpenSSH's
 * ML-DSA-44 with Ed25519; perhaps with a certificate.
 *
 * <p>Its bytes stand in one array that is zero after {@link #close()}. The JDK cannot wipe a key object, so one exists
 * only while a signature is made.
 */
public final class AgentKey implements AutoCloseable {
    private final String keyType;
    private final Blob publicBlob;
    private final @Nullable Certificate certificate;
    private final String comment;
    private final byte[] privateFields;
    private boolean closed;

    private AgentKey(
            String keyType, Blob publicBlob, @Nullable Certificate certificate, String comment, byte[] privateFields) {
        this.keyType = keyType;
        this.publicBlob = publicBlob;
        this.certificate = certificate;
        this.comment = comment;
        this.privateFields = privateFields;
    }

    /**
     * Reads a key file that only its owner may read; a certificate beside it is left aside.
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

    /**
     * As {@link #load}, with the certificate in {@code FILE-cert.pub} when there is such a file.
     *
     * @throws UnusableInput also when that file is damaged, certifies another key, or is for a host. One that has expired
     *     is taken: the server judges; see {@link Certificate#isValidAt}.
     */
    public static AgentKey loadCertified(Path file, @Nullable Secret passphrase) throws UnusableInput {
        AgentKey key = load(file, passphrase);
        try {
            Certificate beside = CertificateFile.beside(file, key.publicBlob).orElse(null);
            return new AgentKey(key.keyType, key.publicBlob, beside, key.comment, key.privateFields);
        } catch (UnusableInput e) {
            key.close();
            throw e;
        }
    }

    /** As {@link #load}, from bytes that the caller wipes. {@code name} stands in messages. */
    public static AgentKey parse(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        KeyMaterial material = KeyFile.read(contents, name, passphrase);
        return proven(name + " holds", material, null);
    }

    /**
     * A key that a program adds over the agent protocol.
     *
     * @param type of the key, or of its certificate
     * @param fields what follows the type up to the comment (RFC 9987, 3.2): for a certificate that, as a string, and the
     *     private fields alone. They are copied; wiping them is the caller's part.
     * @throws UnusableInput when a field has another length or value than it must have, when they do not belong together,
     *     when there are others behind them, or when the key is weak or of an unsupported type
     */
    public static AgentKey of(String type, byte[] fields, String comment) throws UnusableInput {
        String holder = "the program adds";
        if (Certificate.plainType(type).isEmpty()) {
            return proven(holder, new KeyMaterial(type, fields.clone(), null, comment), null);
        }
        byte[] rest = {};
        try {
            SshReader in = new SshReader(fields);
            Certificate certificate = Certificate.decode(in.blob("certificate"));
            if (!certificate.type().equals(type)) {
                throw new MalformedMessage("a certificate of another type");
            }
            rest = in.rest();
            byte[] all = PrivateFields.completed(certificate, rest);
            Blob claimed = certificate.plainKey();
            return proven(holder, new KeyMaterial(certificate.keyType(), all, claimed, comment), certificate);
        } catch (MalformedMessage e) {
            throw UnusableKey.cannotBeUsed(holder, e.getMessage());
        } finally {
            Arrays.fill(rest, (byte) 0);
        }
    }

    // takes the material's fields over
    private static AgentKey proven(String holder, KeyMaterial material, @Nullable Certificate certificate)
            throws UnusableInput {
        String type = material.keyType();
        byte[] fields = material.privateFields();
        boolean good = false;
        try {
            requireStrength(holder, type, fields);
            Blob publicBlob = PrivateKeys.prove(type, fields);
            Blob claimed = material.claimed();
            if (claimed != null && !claimed.equals(publicBlob)) {
                throw new MalformedMessage(PrivateKeys.HALVES);
            }
            PublicKeys.decode(publicBlob);
            AgentKey key = new AgentKey(type, publicBlob, certificate, material.comment(), fields);
            good = true;
            return key;
        } catch (MalformedMessage e) {
            throw UnusableKey.cannotBeUsed(holder, e.getMessage());
        } catch (GeneralSecurityException e) {
            throw UnusableKey.cannotBeUsed(holder, "its numbers are not those of a key");
        } finally {
            if (!good) {
                Arrays.fill(fields, (byte) 0);
            }
        }
    }

    private static void requireStrength(String holder, String type, byte[] fields)
            throws UnusableInput, MalformedMessage {
        if (PrivateFields.count(type) == 0) {
            throw UnusableKey.ofType(holder, type);
        }
        if (type.equals("ssh-rsa")) {
            int bits = new SshReader(fields).mpint("n").bitLength();
            if (bits < PublicKeys.SMALLEST_RSA) {
                throw UnusableKey.weakRsa(holder, bits);
            }
            if (bits > PublicKeys.LARGEST_RSA) {
                throw UnusableKey.hugeRsa(holder, bits);
            }
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
        return Blob.of(new SshWriter()
                .string(algorithm.sshName())
                .string(PrivateKeys.sign(algorithm, privateFields, data))
                .toBytes());
    }

    /** What an agent lists this key as: its certificate when it has one, else the public key. */
    public Blob identity() {
        return certificate == null ? publicBlob : certificate.blob();
    }

    public @Nullable Certificate certificate() {
        return certificate;
    }

    /** The plain type, also with a certificate. */
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
