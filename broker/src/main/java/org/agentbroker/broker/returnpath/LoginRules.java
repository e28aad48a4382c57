package org.agentbroker.broker.returnpath;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.HostKeys;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.agentbroker.agent.wire.UserauthRequest;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * The one login that is accepted: this user, this key or certificate, and a signature that names our host key (OpenSSH
 * PROTOCOL, 3.2). The plain {@code publickey} would do for one login as well, but not prove that the agent saw our key;
 * it may only ask whether a key would do, which is how OpenSSH asks in both cases (sshconnect2.c, send_pubkey_test).
 */
final class LoginRules {
    private static final String NONE = "none";
    private static final String PLAIN = "publickey";

    private final Blob user;
    private final Blob identity;
    private final Blob hostKey;
    private final List<SignatureAlgorithm> algorithms;
    private final boolean certified;

    /** @throws IllegalArgumentException when the identity is of no type that signs */
    LoginRules(String user, Blob identity, Blob hostKey) {
        this.user = Blob.of(user.getBytes(StandardCharsets.UTF_8));
        this.identity = identity;
        this.hostKey = hostKey;
        String type = type(identity);
        Optional<String> plain = Certificate.plainType(type);
        this.certified = plain.isPresent();
        this.algorithms = Stream.of(SignatureAlgorithm.values())
                .filter(algorithm -> algorithm.keyType().equals(plain.orElse(type)))
                .toList();
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("an identity of a type that signs nothing");
        }
    }

    private static String type(Blob identity) {
        try {
            return new SshReader(identity.toBytes()).name("key type");
        } catch (MalformedMessage e) {
            throw new IllegalArgumentException("not an identity: " + e.getMessage(), e);
        }
    }

    /** What a login request gets for an answer. */
    sealed interface Answer {}

    /** A question whether methods are there; no attempt, and refused without counting. */
    record Probe() implements Answer {}

    /** The key would do: a signature, please (RFC 4252, 7). */
    record Promise(String algorithm, Blob key) implements Answer {}

    /** All of it is as it must be. */
    record Proved() implements Answer {}

    record Denied(Refusal reason) implements Answer {}

    /** @param message a SSH_MSG_USERAUTH_REQUEST, from its number on */
    Answer judge(Blob sessionId, byte[] message) {
        try {
            SshReader in = new SshReader(message);
            in.uint8("message number");
            in.skipString("user");
            in.skipString("service");
            String method = in.name("method");
            boolean hostbound = method.equals(UserauthRequest.HOSTBOUND);
            if (!hostbound && !method.equals(PLAIN)) {
                return method.equals(NONE) ? new Probe() : new Denied(Refusal.METHOD);
            }
            int flag = in.position();
            boolean signed = in.bool("has signature");
            if (signed && !hostbound) {
                return new Denied(Refusal.METHOD);
            }
            in.skipString("algorithm");
            in.skipString("key");
            if (hostbound) {
                in.skipString("host key");
            }
            byte[] said = in.slice(0, in.position());
            said[flag] = 1; // a question is judged as if it were signed
            Blob signature = signed ? in.blob("signature") : null;
            in.end();
            return judge(new SshWriter().string(sessionId).toBytes(), said, signature);
        } catch (MalformedMessage e) {
            return new Denied(Refusal.MALFORMED);
        }
    }

    private Answer judge(byte[] sessionId, byte[] said, @Nullable Blob signature) throws MalformedMessage {
        byte[] data = Arrays.copyOf(sessionId, sessionId.length + said.length);
        System.arraycopy(said, 0, data, sessionId.length, said.length);
        UserauthRequest request = UserauthRequest.decode(Blob.of(data));
        Optional<SignatureAlgorithm> algorithm = algorithm(request.algorithm());
        Optional<Refusal> refusal = refusal(request, algorithm);
        if (refusal.isPresent()) {
            return new Denied(refusal.get());
        }
        if (signature == null) {
            return new Promise(request.algorithm(), identity);
        }
        // the signature's own name is the plain one, and must be that of the algorithm (OpenSSH sshkey_check_sigtype)
        String named = new SshReader(signature.toBytes()).name("algorithm");
        // a certificate's plain key verifies; what the certificate says of it is moot when it must be exactly this one
        return named.equals(algorithm.orElseThrow().sshName()) && HostKeys.hasSigned(identity, data, signature)
                ? new Proved()
                : new Denied(Refusal.SIGNATURE);
    }

    private Optional<SignatureAlgorithm> algorithm(String loginName) {
        return algorithms.stream()
                .filter(each -> each.loginName(certified).equals(loginName))
                .findFirst();
    }

    private Optional<Refusal> refusal(UserauthRequest request, Optional<SignatureAlgorithm> algorithm) {
        if (!request.user().equals(user)) {
            return Optional.of(Refusal.USER);
        }
        if (request.isHostbound() && !hostKey.equals(request.hostKey())) {
            return Optional.of(Refusal.HOST_KEY);
        }
        if (!request.keyBlob().equals(identity)) {
            return Optional.of(Refusal.KEY);
        }
        return algorithm.isEmpty() ? Optional.of(Refusal.ALGORITHM) : Optional.empty();
    }
}
