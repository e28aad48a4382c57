package org.agentbroker.broker.session;

import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** A session channel that runs nothing: requests are made on it to see whether they would be granted. */
final class RequestChannel extends ChannelExec {
    private final Queue<CompletableFuture<Boolean>> waiting = new ConcurrentLinkedQueue<>();

    @SuppressWarnings("this-escape") // the listener is only kept until the channel is closed
    RequestChannel() {
        super("true", null, Map.of()); // never asked for
        addCloseFutureListener(future -> waiting.forEach(each -> each.complete(false)));
    }

    @Override
    protected void doOpen() {
        // no command
    }

    /** Replies come in the order of requests (RFC 4254, 5.4). False also when the channel was closed instead. */
    CompletableFuture<Boolean> ask(String request, Consumer<Buffer> contents) throws IOException {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        waiting.add(answer);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 128);
        buffer.putUInt(getRecipient());
        buffer.putString(request);
        buffer.putBoolean(true);
        contents.accept(buffer);
        writePacket(buffer);
        return answer;
    }

    @Override
    public void handleSuccess() {
        answered(true);
    }

    @Override
    public void handleFailure() {
        answered(false);
    }

    private void answered(boolean granted) {
        CompletableFuture<Boolean> first = waiting.poll();
        if (first != null) {
            first.complete(granted);
        }
    }

    // nothing runs, so there is nothing to say
    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("output of no command");
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        throw new IOException("output of no command");
    }
}
