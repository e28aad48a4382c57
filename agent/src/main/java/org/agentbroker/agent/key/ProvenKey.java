package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.KeyFields;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.jspecify.annotations.Nullable;

/** A private key that is strong enough and whose numbers belong together; the fields are its holder's to wipe. */
record ProvenKey(String keyType, Blob publicBlob, byte[] privateFields, String comment) {
    private static final String PROGRAM = "the program adds";

    static ProvenKey read(byte[] contents, String name, @Nullable Secret passphrase) throws UnusableInput {
        return of(name + " holds", KeyFile.read(contents, name, passphrase));
    }

    static ProvenKey added(KeyMaterial material) throws UnusableInput {
        return of(PROGRAM, material);
    }

    /** A new Ed25519 key. */
    static ProvenKey generate(String comment) {
        try {
            byte[] fields = Ed25519.generate();
            return new ProvenKey("ssh-ed25519", PrivateKeys.prove("ssh-ed25519", fields), fields, comment);
        } catch (MalformedMessage | GeneralSecurityException e) {
            throw new IllegalStateException("this JDK makes no Ed25519 key", e);
        }
    }

    static UnusableInput refused(MalformedMessage e) {
        return UnusableKey.cannotBeUsed(PROGRAM, String.valueOf(e.getMessage()));
    }

    // takes the material's fields over: they are wiped when it is no key
    private static ProvenKey of(String holder, KeyMaterial material) throws UnusableInput {
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
            good = true;
            return new ProvenKey(type, publicBlob, fields, material.comment());
        } catch (MalformedMessage e) {
            throw UnusableKey.cannotBeUsed(holder, String.valueOf(e.getMessage()));
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
        if (KeyFields.count(type) == 0) {
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
}
