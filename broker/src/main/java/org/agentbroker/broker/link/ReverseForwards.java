package org.agentbroker.broker.link;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.future.SshFutureListener;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** Plugs reverse forwards into a MINA client. Each serves the session that asked for it and no other. */
public final class ReverseForwards {
    private static final AttributeKey<Map<ListenPlace, ReverseForward>> OPEN = new AttributeKey<>();

    private final Executor executor;

    private ReverseForwards(Executor executor) {
        this.executor = executor;
    }

    /**
     * Prepares a client that is not started yet.
     *
     * @param executor runs the receivers, one task a connection at a time, which may block: it must not be bounded
     */
    public static ReverseForwards install(SshClient client, Executor executor) {
        ReverseForwards forwards = new ReverseForwards(executor);
        List<ChannelFactory> factories = new ArrayList<>(client.getChannelFactories());
        factories.add(forwards.new Factory(ListenPlace.Port.CHANNEL, ListenPlace.Port::read));
        factories.add(forwards.new Factory(ListenPlace.Socket.CHANNEL, ListenPlace.Socket::read));
        client.setChannelFactories(factories);
        return forwards;
    }

    /**
     * Lets the client's sshd listen on its loopback interface, on a port that it chooses: at 127.0.0.1 alone where that is
     * allowed. At "localhost" OpenSSH takes a port that is free at ::1 and listens there, whoever has it at 127.0.0.1
     * (channels.c, channel_setup_fwd_listener_tcpip).
     *
     * @throws ForwardRefused when it does not
     * @throws TimeoutException when it has not answered in time; should it do so later, the forward is taken back
     * @throws IOException when the hop is lost
     */
    public ReverseForward tcp(ClientSession session, Acceptor acceptor, Duration time)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return ask(session, new ListenPlace.Port("127.0.0.1", 0), acceptor, time);
        } catch (ForwardRefused e) {
            // permitlisten compares the text, and this is what ssh sends (channels.c, channel_rfwd_bind_host)
            return ask(session, new ListenPlace.Port("localhost", 0), acceptor, time);
        }
    }

    /** The same with a unix socket, which the client's sshd makes. Fails if the file is there already. */
    public ReverseForward unix(ClientSession session, String path, Acceptor acceptor, Duration time)
            throws IOException, InterruptedException, TimeoutException {
        return ask(session, new ListenPlace.Socket(path), acceptor, time);
    }

    private static ReverseForward ask(ClientSession session, ListenPlace place, Acceptor acceptor, Duration time)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<ReverseForward> answer = new CompletableFuture<>();
        SshFutureListener<CloseFuture> lost = future ->
                answer.completeExceptionally(new IOException("the connection was lost before the client answered"));
        session.addCloseFutureListener(lost);
        try {
            Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 256);
            buffer.putString(place.request());
            buffer.putBoolean(true);
            place.put(buffer);
            // answered on the I/O thread: the client may open a channel with its very next packet
            session.request(buffer, place.request(), (command, reply) -> {
                if (command != SshConstants.SSH_MSG_REQUEST_SUCCESS) {
                    answer.completeExceptionally(new ForwardRefused("the client does not listen at a " + place));
                    return;
                }
                granted(session, place.answered(reply), acceptor, answer);
            });
            return await(answer, time);
        } finally {
            session.removeCloseFutureListener(lost);
        }
    }

    private static void granted(
            Session session, ListenPlace place, Acceptor acceptor, CompletableFuture<ReverseForward> answer) {
        if (!place.isReal()) {
            answer.completeExceptionally(new IOException("the client does not say at which port it listens"));
            return;
        }
        Map<ListenPlace, ReverseForward> open =
                session.computeAttributeIfAbsent(OPEN, key -> new ConcurrentHashMap<>());
        ReverseForward forward = new ReverseForward(session, place, acceptor, () -> open.remove(place));
        if (open.putIfAbsent(place, forward) != null) {
            answer.completeExceptionally(new IOException("the client says twice that it listens at " + place));
        } else if (!answer.complete(forward)) {
            forward.close(); // too late
        }
    }

    private static ReverseForward await(CompletableFuture<ReverseForward> answer, Duration time)
            throws IOException, InterruptedException, TimeoutException {
        try {
            return answer.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw (IOException) e.getCause();
        } finally {
            answer.cancel(false); // no effect on an answer that came
        }
    }

    private final class Factory implements ChannelFactory {
        private final String name;
        private final Function<Buffer, ListenPlace> place;

        Factory(String name, Function<Buffer, ListenPlace> place) {
            this.name = name;
            this.place = place;
        }

        @Override
        public String getName() {
            return name;
        }

        /** Null refuses the channel. Where it wants to go stands in a message that MINA shows to the channel alone. */
        @Override
        public @Nullable Channel createChannel(Session session) {
            Map<ListenPlace, ReverseForward> open = session.getAttribute(OPEN);
            return open == null || open.isEmpty()
                    ? null
                    : new ReverseChannel(message -> open.get(place.apply(message)), executor);
        }
    }
}
