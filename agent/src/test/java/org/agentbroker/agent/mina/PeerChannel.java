package org.agentbroker.agent.mina;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.wire.FrameDecoder;
import org.agentbroker.agent.wire.MalformedMessage;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelOutputStream;
import org.apache.sshd.common.util.buffer.Buffer;

/** The server's end of an agent channel: what a program behind the forwarded socket writes and reads. */
final class PeerChannel extends AbstractClientChannel {
    private final BlockingQueue<Optional<byte[]>> answers = new LinkedBlockingQueue<>();
    private final FrameDecoder decoder = new FrameDecoder(1 << 18);

    PeerChannel(String type) {
        super(type);
        addCloseFutureListener(future -> answers.add(Optional.empty()));
    }

    @Override
    protected void doOpen() throws IOException {
        invertedIn = new ChannelOutputStream(this, getRemoteWindow(), log, SshConstants.SSH_MSG_CHANNEL_DATA, true);
    }

    /** In one packet. */
    void send(byte... bytes) throws IOException {
        getInvertedIn().write(bytes);
        getInvertedIn().flush();
    }

    /** In a packet, whether or not the channel is closed. */
    void sendHeedless(byte[] bytes) throws IOException {
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA);
        packet.putUInt(getRecipient());
        packet.putBytes(bytes);
        getSession().writePacket(packet);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        getLocalWindow().release(length);
        try {
            decoder.feed(data, offset, (int) length).forEach(answer -> answers.add(Optional.of(answer)));
        } catch (MalformedMessage e) {
            throw new IOException(e);
        }
    }

    /** The next answer without its length field; empty when the channel is closed and all have been taken. */
    Optional<byte[]> answer() throws InterruptedException {
        Optional<byte[]> answer = answers.poll(20, TimeUnit.SECONDS);
        if (answer == null) {
            throw new AssertionError("no answer and no close");
        }
        return answer;
    }
}
