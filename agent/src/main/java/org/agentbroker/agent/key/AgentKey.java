package org.agentbroker.agent.key;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
    // as many signatures as cost about what the start of the quicker library costs
    private static final int OFTEN = 100;

    private final String keyType;
    private final Blob publicBlob;
    private final @Nullable Certificate certificate;
    private final String comment;
    private final byte[] privateFields;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicInteger signatures = new AtomicInteger();
    private boolean closed; // guarded by the lock, as the fields are

    private AgentKey(ProvenKey key, @Nullable Certificate certificate) {
        keyType = key.keyType();
        publicBlob = key.publicBlob();
        comment = key.comment();
        privateFields = key.privateFields();
        this.certificate = certificate;
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
        byte[] contents = PrivateFile.read(file);
        try {
            ProvenKey key = ProvenKey.read(contents, file.toString(), passphrase);
            try {
                return new AgentKey(key, CertificateFile.beside(file, key.publicBlob()));
            } catch (UnusableInput e) {
                Arrays.fill(key.privateFields(), (byte) 0);
                throw e;
            }
        } finally {
            Arrays.fill(contents, (byte) 0);
        }
    }

    /** As {@link #load}, from bytes that the caller wipes. {@code name} stands in messages. */
    public static AgentKey parse(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        return new AgentKey(ProvenKey.read(contents, name, passphrase), null);
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
        if (Certificate.plainType(type).isEmpty()) {
            return new AgentKey(ProvenKey.added(new KeyMaterial(type, fields.clone(), null, comment)), null);
        }
        byte[] privateOnly = {};
        try {
            SshReader in = new SshReader(fields);
            Certificate certificate = Certificate.decode(in.blob("certificate"));
            if (!certificate.type().equals(type)) {
                throw new MalformedMessage("a certificate of another type");
            }
            privateOnly = in.rest();
            byte[] all = PrivateFields.completed(certificate, privateOnly);
            KeyMaterial material = new KeyMaterial(certificate.keyType(), all, certificate.plainKey(), comment);
            return new AgentKey(ProvenKey.added(material), certificate);
        } catch (MalformedMessage e) {
            throw ProvenKey.refused(e);
        } finally {
            Arrays.fill(privateOnly, (byte) 0);
        }
    }

    /**
     * The same key, closed by itself: for an owner who may need another after the first has been given away.
     *
     * @throws IllegalStateException when the key is closed
     */
    public AgentKey duplicate() {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this key is closed");
            }
            ProvenKey copy = new ProvenKey(keyType, publicBlob, privateFields.clone(), comment);
            return new AgentKey(copy, certificate);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A new Ed25519 key, which nobody else has. */
    public static AgentKey generate(String comment) {
        return new AgentKey(ProvenKey.generate(comment), null);
    }

    /**
     * A new Ed25519 key with a certificate, which is all that an agent lists of it.
     *
     * @param authority signs the certificate, with SHA-512 when it is an RSA key; stays the caller's
     * @throws UnusableInput when the authority has a certificate itself
     * @throws IllegalStateException when the authority is closed
     */
    public static AgentKey generateCertified(String comment, AgentKey authority, CertificateContents contents)
            throws UnusableInput {
        ProvenKey key = ProvenKey.generate(comment);
        boolean good = false;
        try {
            Certificate certificate = CertificateIssue.of(key.publicBlob(), authority, contents);
            good = true;
            return new AgentKey(key, certificate);
        } finally {
            if (!good) {
                Arrays.fill(key.privateFields(), (byte) 0);
            }
        }
    }

    /**
     * Signs, and gives the signature in SSH's form (RFC 4253, 6.6). Several threads may at the same time.
     *
     * @throws IllegalStateException when the key is closed
     * @throws GeneralSecurityException when the algorithm is not one of this key's
     */
    public Blob sign(SignatureAlgorithm algorithm, byte[] data) throws GeneralSecurityException {
        if (!algorithm.keyType().equals(keyType)) {
            throw new GeneralSecurityException(algorithm.sshName() + " is not for a key of type " + keyType);
        }
        byte[] signature;
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this key is closed");
            }
            signature = PrivateKeys.sign(algorithm, privateFields, data, signsOften());
        } finally {
            lock.readLock().unlock();
        }
        return Blob.of(
                new SshWriter().string(algorithm.sshName()).string(signature).toBytes());
    }

    private boolean signsOften() {
        return signatures.get() >= OFTEN || signatures.incrementAndGet() > OFTEN;
    }

    /** What an agent lists this key as: its certificate when it has one, else the public key. */
    public Blob identity() {
        return certificate == null ? publicBlob : certificate.blob();
    }

    /** Null for a key without one. */
    public @Nullable Certificate certificate() {
        return certificate;
    }

    /** The plain type, also with a certificate. */
    public String keyType() {
        return keyType;
    }

    /** The public key, without its certificate, as on the wire. */
    public Blob publicBlob() {
        return publicBlob;
    }

    /** The key's comment, for people; may be empty. */
    public String comment() {
        return comment;
    }

    /** {@code TYPE BASE64}, as in {@code authorized_keys} and a {@code .pub} file. */
    public String publicLine() {
        return keyType + " " + Base64.getEncoder().encodeToString(publicBlob.toBytes());
    }

    /**
     * The bytes of a key file without a passphrase, as {@code ssh-keygen} writes it; without the certificate. The caller
     * wipes them.
     *
     * @throws IllegalStateException when the key is closed
     */
    public byte[] toOpenSsh() {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("this key is closed");
            }
            return OpenSshKeyWriter.write(keyType, publicBlob, privateFields, comment);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Of the public key, as {@code ssh-keygen -l} prints it. */
    public String fingerprint() {
        return publicBlob.fingerprint();
    }

    /** Whether its bytes are wiped. */
    public boolean isClosed() {
        lock.readLock().lock();
        try {
            return closed;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Wipes the key, once the signatures that are being made are there. May be called again. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closed = true;
            Arrays.fill(privateFields, (byte) 0);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** For the test that looks whether it is wiped. */
    byte[] privateFields() {
        return privateFields;
    }

    @Override
    public String toString() {
        return keyType + " " + fingerprint();
    }
}
