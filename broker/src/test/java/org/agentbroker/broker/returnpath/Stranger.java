package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.agentbroker.agent.wire.SshWriter;

/** Somebody else on the client who has found the forwarded port. */
final class Stranger implements AutoCloseable {
    static final byte[] BANNER = "SSH-2.0-stranger\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;

    Stranger(Endpoint endpoint) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), endpoint.port.port());
        socket.setSoTimeout(30_000);
    }

    /** Sends it; nothing when the server has closed already. */
    Stranger say(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        try {
            out.write(bytes);
            out.flush();
        } catch (SocketException e) {
            // as it should be
        }
        return this;
    }

    /** A KEXINIT with the algorithms of the server, in clear text as the first packet is (RFC 4253, 6 and 7.1). */
    Stranger beginKeyExchange() throws IOException {
        SshWriter payload = new SshWriter().uint8(20);
        for (int i = 0; i < 16; i++) {
            payload.uint8(i);
        }
        for (String names : new String[] {
            "curve25519-sha256",
            "ssh-ed25519",
            "aes128-gcm@openssh.com",
            "aes128-gcm@openssh.com",
            "",
            "",
            "none",
            "none",
            "",
            ""
        }) {
            payload.string(names);
        }
        byte[] body = payload.uint8(0).int32(0).toBytes();
        int padding = 8 - (body.length + 5) % 8 + 8;
        SshWriter packet = new SshWriter().int32(1 + body.length + padding).uint8(padding);
        for (byte b : body) {
            packet.uint8(b);
        }
        for (int i = 0; i < padding; i++) {
            packet.uint8(0);
        }
        return say(packet.toBytes());
    }

    /** Waits until the server closes. */
    void awaitEnd() throws IOException {
        byte[] chunk = new byte[4096];
        long total = 0;
        try {
            for (int count = socket.getInputStream().read(chunk);
                    count >= 0;
                    count = socket.getInputStream().read(chunk)) {
                total += count;
            }
        } catch (SocketException e) {
            // a reset is an end, too
        }
        assertThat(total).as("what a stranger is told").isLessThan(10_000);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
