package org.agentbroker.agent.wire;

import org.jspecify.annotations.Nullable;

/**
 * The data that an SSH client signs to log in by public key (RFC 4252, 7), as far as OpenSSH's agent takes it:
 * ssh-agent.c, parse_userauth_request. The user stays bytes: OpenSSH drops one NUL at its end, we compare all of it.
 *
 * @param hostKey the server's host key, which only the method {@link #HOSTBOUND} names (OpenSSH PROTOCOL, 3.2)
 */
public record UserauthRequest(
        Blob sessionId,
        Blob user,
        String method,
        String algorithm,
        Blob keyBlob,
        @Nullable Blob hostKey) {
    /** The method that names the server's host key. */
    public static final String HOSTBOUND = "publickey-hostbound-v00@openssh.com";

    private static final String PLAIN = "publickey";
    private static final int SSH_MSG_USERAUTH_REQUEST = 50;

    /** @throws MalformedMessage when the data is anything else than such a request, whatever it may be good for */
    public static UserauthRequest decode(Blob data) throws MalformedMessage {
        SshReader in = new SshReader(data.toBytes());
        Blob sessionId = in.blob("session id");
        if (in.uint8("message number") != SSH_MSG_USERAUTH_REQUEST) {
            throw new MalformedMessage("not a login");
        }
        Blob user = in.blob("user");
        if (!in.name("service").equals("ssh-connection")) {
            throw new MalformedMessage("not a login for ssh-connection");
        }
        String method = in.name("method");
        if (!method.equals(HOSTBOUND) && !method.equals(PLAIN)) {
            throw new MalformedMessage("not a login by public key");
        }
        if (!in.bool("has signature")) {
            throw new MalformedMessage("a login that asks for no signature");
        }
        String algorithm = in.name("algorithm");
        Blob keyBlob = in.blob("key");
        Blob hostKey = method.equals(HOSTBOUND) ? in.blob("host key") : null;
        in.end();
        return new UserauthRequest(sessionId, user, method, algorithm, keyBlob, hostKey);
    }

    /**
     * Whether this is a login with that key or certificate, and with an algorithm of its type. {@code rsa-sha2-256} and
     * {@code -512} are algorithms of {@code ssh-rsa} (RFC 8332, 3), with a certificate likewise.
     */
    public boolean isFor(Blob identity) throws MalformedMessage {
        String type = new SshReader(identity.toBytes()).name("key type");
        return keyBlob.equals(identity)
                && algorithm.replaceFirst("^rsa-sha2-(256|512)", "ssh-rsa").equals(type);
    }

    /** Whether it names the server's host key. */
    public boolean isHostbound() {
        return hostKey != null;
    }
}
