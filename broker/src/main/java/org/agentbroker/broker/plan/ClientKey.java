package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.broker.secret.SecretSource;

/** The key with which the client's borg logs in. The client never has it. */
public sealed interface ClientKey {

    /**
     * The recipe's dedicated key, which the server's {@code authorized_keys} knows.
     *
     * @param passphrase opens the file
     */
    record KeyFile(Path file, SecretSource passphrase) implements ClientKey {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** Made in memory for one pull. At the server's own sshd it is allowed for as long as the agent signs. */
    record PerPull() implements ClientKey {
        @Override
        public String toString() {
            return "made for this pull";
        }
    }

    /**
     * Made in memory for one pull, and certified for minutes by an authority that the server's {@code authorized_keys}
     * knows.
     *
     * @param ca the authority's private key
     * @param passphrase opens that file
     * @param lifetime how long the certificate is valid
     * @param sourceAddresses from where it may be used, as addresses or networks; empty for where the client is seen to be
     */
    record Certificate(Path ca, SecretSource passphrase, Duration lifetime, List<String> sourceAddresses)
            implements ClientKey {
        public static final Duration LIFETIME = Duration.ofMinutes(5);

        public Certificate {
            sourceAddresses = List.copyOf(sourceAddresses);
        }

        @Override
        public String toString() {
            return "made for this pull, certified by " + ca + " for " + lifetime.toSeconds() + " s";
        }
    }
}
