package org.agentbroker.agent.key;

import java.security.GeneralSecurityException;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;

/** Host keys as a server shows them: a plain key or a host's certificate. */
public final class HostKeys {
    private HostKeys() {}

    /**
     * Whether the holder of this host key has signed the data, as {@code session-bind@openssh.com} claims. For a
     * certificate the key in it counts; whether the certificate is valid, and for which host, is not asked (OpenSSH
     * ssh-agent.c, process_ext_session_bind), though it must be one: signed by the authority that it names.
     *
     * @return false as well for anything malformed, for SHA-1, and for weak keys
     */
    public static boolean hasSigned(Blob hostKey, byte[] data, Blob signature) {
        try {
            return PublicKeys.decode(plain(hostKey)).hasSigned(data, signature);
        } catch (MalformedMessage | GeneralSecurityException e) {
            return false;
        }
    }

    private static Blob plain(Blob hostKey) throws MalformedMessage {
        return Certificate.plainType(PublicKeys.type(hostKey)).isPresent()
                ? Certificate.decode(hostKey).plainKey()
                : hostKey;
    }
}
