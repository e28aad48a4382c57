package org.agentbroker.broker.hostkey;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.mina.JdkEd25519;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.Ciphers;
import org.agentbroker.broker.link.Via;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.HopFailure;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.future.CancelOption;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Asks hosts for their host keys of all types, each with a connection of its own, and without a login. A host that sends
 * without end, or nothing, is left when its time is over; how much it may say is up to MINA's limits.
 */
public final class HostKeyScan implements AutoCloseable {
    private final SshClient client;
    private final Duration each;
    private final Duration host;

    private HostKeyScan(SshClient client, Duration each, Duration host) {
        this.client = client;
        this.each = each;
        this.host = host;
    }

    /**
     * @param executor carries what goes through other hosts; not bounded, and not closed with this
     * @param each how long a connection may take
     * @param host how long all that go to one host may
     */
    public static HostKeyScan open(Executor executor, Duration each, Duration host) {
        JdkEd25519.register();
        SshClient client = Via.client(executor);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE)); // MINA insists; it never comes to that
        client.setSignatureFactories(HopClient.SIGNATURES);
        client.setCipherFactories(Ciphers.QUICKEST_FIRST);
        client.setServerKeyVerifier((session, address, key) -> {
            ByteArrayBuffer buffer = new ByteArrayBuffer();
            buffer.putRawPublicKey(key);
            Meeting.of(session).shown(Blob.of(buffer.getCompactData()));
            return false; // it was all that we wanted to know
        });
        client.addSessionListener(new Listening());
        client.start();
        return new HostKeyScan(client, each, host);
    }

    private static final class Listening implements SessionListener {
        @Override
        public void sessionCreated(Session session) {
            session.setSignatureFactories(Meeting.of((ClientSession) session).algorithms());
        }

        @Override
        public void sessionNegotiationStart(
                Session session, Map<KexProposalOption, String> ours, Map<KexProposalOption, String> theirs) {
            Meeting.of((ClientSession) session).offered(theirs.getOrDefault(KexProposalOption.SERVERKEYS, ""));
        }

        @Override
        public void sessionException(Session session, Throwable e) {
            Meeting.of((ClientSession) session).failed(e);
        }

        @Override
        public void sessionClosed(Session session) {
            Meeting.of((ClientSession) session).failed(new IOException("the connection was closed"));
        }
    }

    /**
     * All host keys that can be pinned, in the order of {@link HopClient#SIGNATURES}.
     *
     * @param name of the host in sentences
     * @param subject the client for whose sake it is, as in the config
     * @param to the host; its pins and its identity play no part
     * @param gate the login at the host before it; null when it is reached directly
     * @throws Stop when it does not show one
     */
    public List<HostPin> keys(String name, String subject, Client to, @Nullable Visit gate)
            throws Stop, InterruptedException {
        long end = System.nanoTime() + host.toNanos();
        Client before = to.jumps().isEmpty() ? null : to.jumps().get(to.jumps().size() - 1);
        HopFailure failure = new HopFailure(name, subject, to, before == null ? null : HopFailure.place(before));
        ClientSession through = gate == null ? null : gate.session();
        List<HostPin> keys = new ArrayList<>();
        Set<String> asked = new LinkedHashSet<>();
        Meeting first = meet(to, through, HopClient.SIGNATURES, end, failure);
        take(first, keys, asked);
        for (NamedFactory<Signature> algorithm : HopClient.SIGNATURES) {
            String type = type(algorithm.getName());
            if (first.offered().contains(algorithm.getName()) && asked.add(type)) {
                List<NamedFactory<Signature>> ofType = HopClient.SIGNATURES.stream()
                        .filter(each -> type(each.getName()).equals(type))
                        .toList();
                take(meet(to, through, ofType, end, failure), keys, asked);
            }
        }
        if (keys.isEmpty()) {
            throw new Stop(
                    Phase.CONNECT,
                    Cause.UNUSABLE,
                    name + " has no host key that can be pinned",
                    "make it an Ed25519 one there: ssh-keygen -A");
        }
        return List.copyOf(keys);
    }

    private static void take(Meeting meeting, List<HostPin> keys, Set<String> asked) {
        HostPin pin = Meeting.pin(meeting.key().join());
        if (pin != null && !keys.contains(pin)) {
            keys.add(pin);
            asked.add(pin.keyType());
        }
    }

    private static String type(String algorithm) {
        return algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm;
    }

    /** Returns when the key is there. */
    private Meeting meet(
            Client to,
            @Nullable ClientSession through,
            List<NamedFactory<Signature>> algorithms,
            long end,
            HopFailure failure)
            throws Stop, InterruptedException {
        Meeting meeting = new Meeting(algorithms);
        ClientSession session;
        try {
            session = client.connect(to.user(), to.host(), to.port(), meeting.context(through), null)
                    .verify(left(end), CancelOption.CANCEL_ON_TIMEOUT, CancelOption.CANCEL_ON_INTERRUPT)
                    .getSession();
        } catch (InterruptedIOException e) {
            throw new InterruptedException("cancelled");
        } catch (IOException | RuntimeException e) {
            throw failure.connecting(e);
        }
        try {
            meeting.key().get(left(end).toMillis(), TimeUnit.MILLISECONDS);
            return meeting;
        } catch (TimeoutException e) {
            throw failure.connecting(e);
        } catch (ExecutionException e) {
            throw failure.unproven(e.getCause() instanceof Exception cause ? cause : e);
        } finally {
            session.close(true);
        }
    }

    private Duration left(long end) {
        Duration left = Duration.ofNanos(Math.max(1_000_000, end - System.nanoTime()));
        return left.compareTo(each) < 0 ? left : each;
    }

    @Override
    public void close() {
        client.stop();
    }
}
