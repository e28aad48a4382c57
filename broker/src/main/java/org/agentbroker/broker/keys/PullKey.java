package org.agentbroker.broker.keys;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.CertificateContents;
import org.agentbroker.agent.key.SourceAddress;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullListener;

/** The key of one pull, and what has to be undone when the pull is over. */
public final class PullKey implements AutoCloseable {
    // a server's clock that is a bit behind must not keep the pull out
    private static final Duration EARLY = Duration.ofMinutes(1);

    private final AgentKey key;
    private final Runnable undo;

    private PullKey(AgentKey key, Runnable undo) {
        this.key = key;
        this.undo = undo;
    }

    /** A key that the server knows already. It is closed with this. */
    public static PullKey of(AgentKey key) {
        return new PullKey(key, () -> {});
    }

    /** A new key, for a server within this process, which learns it otherwise. */
    public static PullKey inMemory(String client) {
        return of(AgentKey.generate(client));
    }

    /**
     * A new key with a line of its own in authorized_keys, from now until it is closed. The caller holds the lock of this
     * client: its other lines are taken for those of dead pulls.
     *
     * @param lifetime until when sshd takes the line for a login, if nobody removes it; a login goes on after that
     * @param listener hears when the line cannot be removed
     * @throws UnusableInput when the purpose or the file cannot be used
     */
    public static PullKey perPull(KeyPurpose purpose, Duration lifetime, AuthorizedKeys keys, PullListener listener)
            throws UnusableInput, InterruptedException {
        ForcedCommand command = ForcedCommand.of(purpose.command());
        String client = purpose.client();
        ExpiryTime form = keys.expiryTime();
        Instant end = keys.now().plus(lifetime);
        AgentKey key = AgentKey.generate("broker-pull " + client);
        boolean good = false;
        try {
            KeyLine line = KeyLine.of(command, end, form, key, client);
            add(line, client, keys, end);
            good = true;
            return new PullKey(key, new AddedLine(keys, line, end, client, listener)::close);
        } finally {
            if (!good) {
                key.close();
            }
        }
    }

    private static void add(KeyLine line, String client, AuthorizedKeys keys, Instant end)
            throws UnusableInput, InterruptedException {
        boolean good = false;
        try {
            keys.add(line, client);
            good = true;
        } finally {
            if (!good) { // it may have failed when the line stood there already
                new AddedLine(keys, line, end, client, PullListener.none()).close();
            }
        }
    }

    /**
     * A new key with a certificate for minutes. Nothing at the server changes.
     *
     * @param ca signs it; stays the caller's
     * @throws UnusableInput when the purpose or the authority cannot be used
     */
    public static PullKey certified(KeyPurpose purpose, Authority authority, AgentKey ca, InstantSource clock)
            throws UnusableInput {
        KeyLine.requireClient(purpose.client());
        String command = ForcedCommand.of(purpose.command()).text();
        List<SourceAddress> sources = authority.sources();
        Instant now = clock.instant();
        CertificateContents contents = new CertificateContents(
                ChronoUnit.MICROS.between(Instant.EPOCH, now),
                "pull-" + purpose.client(),
                List.of(purpose.user()),
                now.minus(EARLY),
                now.plus(authority.lifetime()),
                command,
                sources);
        return of(AgentKey.generateCertified("broker-pull " + purpose.client(), ca, contents));
    }

    /** For the agent of this pull; with its certificate, when it has one. */
    public AgentKey key() {
        return key;
    }

    /** Wipes the key and locks it out at the server, whatever the state of this thread. May be called again. */
    @Override
    public void close() {
        key.close();
        undo.run();
    }
}
