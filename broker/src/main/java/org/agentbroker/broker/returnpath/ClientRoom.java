package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.link.Opening;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;

/** The directory of a socket on the client, held by a command there that removes it at the end of its input. */
final class ClientRoom implements AutoCloseable {
    private static final Duration REMOVING = Duration.ofSeconds(3);
    private static final int MOST = 4096;
    private static final String READY = "ready\n";

    private final ChannelExec channel;

    private ClientRoom(ChannelExec channel) {
        this.channel = channel;
    }

    /** @throws RoomRefused when the client does not make it */
    static ClientRoom open(HopEnd hop, String command) throws IOException, InterruptedException, TimeoutException {
        ChannelExec channel = hop.session().createExecChannel(command);
        ClientRoom room = new ClientRoom(channel);
        try {
            Opening.await(channel, hop.time());
            String said = CompletableFuture.supplyAsync(room::firstWords, hop.executor())
                    .get(hop.time().toNanos(), TimeUnit.NANOSECONDS);
            if (!said.endsWith(READY)) {
                throw new RoomRefused(room.complaint());
            }
            return room;
        } catch (ExecutionException e) {
            channel.close(true);
            throw new IOException("the client's answer cannot be read", e);
        } catch (IOException | InterruptedException | TimeoutException | RuntimeException e) {
            channel.close(true);
            throw e;
        }
    }

    /** Up to the word that it is there: the login shell may say something of its own before. */
    private String firstWords() {
        StringBuilder said = new StringBuilder();
        try {
            InputStream in = channel.getInvertedOut();
            for (int c = in.read(); c >= 0 && said.length() < MOST; c = in.read()) {
                said.append((char) c);
                if (c == '\n' && said.toString().endsWith(READY)) {
                    break;
                }
            }
        } catch (IOException e) {
            // what came until then counts
        }
        return said.toString();
    }

    private String complaint() throws IOException {
        InputStream errors = channel.getInvertedErr();
        byte[] bytes = errors.readNBytes(Math.min(MOST, Math.max(0, errors.available())));
        return new String(bytes, StandardCharsets.UTF_8).lines().findFirst().orElse("it says nothing");
    }

    /** Lets the client remove it, and waits for that for some seconds. */
    @Override
    public void close() {
        try {
            channel.getInvertedIn().close();
            channel.waitFor(EnumSet.of(ClientChannelEvent.EXIT_STATUS, ClientChannelEvent.CLOSED), REMOVING);
        } catch (IOException | RuntimeException e) {
            // the hop is gone; the command on the client hears of it
        } finally {
            channel.close(true);
        }
    }
}
