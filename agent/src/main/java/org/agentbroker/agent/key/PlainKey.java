package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;

/** A public key of a type that SSH has a signature algorithm for; how its bytes verify is its {@link Primitive}. */
record PlainKey(String keyType, Primitive primitive) implements VerifyingKey {
    /** Verifies what stands in the second field of SSH's signature. */
    interface Primitive {
        boolean verify(SignatureAlgorithm algorithm, byte[] data, byte[] proper)
                throws MalformedMessage, GeneralSecurityException;
    }

    static PlainKey ofJdk(String keyType, PublicKey key) {
        int modulusLength = key instanceof RSAPublicKey rsa ? (rsa.getModulus().bitLength() + 7) / 8 : 0;
        return new PlainKey(keyType, (algorithm, data, proper) -> {
            Signature verifier = Signature.getInstance(algorithm.jcaName());
            verifier.initVerify(key);
            verifier.update(data);
            return verifier.verify(algorithm.fromSsh(proper, modulusLength));
        });
    }

    @Override
    public boolean hasSigned(byte[] data, Blob signature) {
        try {
            SshReader in = new SshReader(signature.toBytes());
            SignatureAlgorithm algorithm = SignatureAlgorithm.named(in.name("algorithm"))
                    .filter(a -> a.keyType().equals(keyType))
                    .orElseThrow(() -> new MalformedMessage("a signature of another kind"));
            byte[] proper = in.string("signature");
            in.end();
            return primitive.verify(algorithm, data, proper);
        } catch (MalformedMessage | GeneralSecurityException e) {
            return false;
        }
    }
}
