package org.agentbroker.broker.link;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.util.buffer.Buffer;

/** The peer's end of a channel that it opens, packet by packet. */
class PeerChannel extends AbstractClientChannel {
    final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();

    private final Object[] message;

    PeerChannel(String type, Object... message) {
        super(type);
        this.message = message;
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        openFuture = new DefaultOpenFuture(toString(), futureLock);
        Buffer buffer = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN, 256);
        buffer.putString(getChannelType());
        buffer.putUInt(getChannelId());
        buffer.putUInt(getLocalWindow().getSize());
        buffer.putUInt(getLocalWindow().getPacketSize());
        for (Object field : message) {
            if (field instanceof Integer number) {
                buffer.putInt(number);
            } else {
                buffer.putString((String) field);
            }
        }
        writePacket(buffer);
        return openFuture;
    }

    boolean isAccepted() throws IOException {
        openFuture.await(LinkClient.TIME);
        return openFuture.isOpened();
    }

    /** In one packet, whatever the window says. */
    void send(byte... bytes) throws IOException {
        Buffer packet = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_DATA, 8 + bytes.length);
        packet.putUInt(getRecipient());
        packet.putBytes(bytes);
        getSession().writePacket(packet);
    }

    void sendEnd() throws IOException {
        sendEof();
    }

    @Override
    protected void doOpen() {}

    @Override
    protected void doWriteData(byte[] data, int offset, long length) {
        received.add(java.util.Arrays.copyOfRange(data, offset, offset + (int) length)); // and grants no new window
    }
}
