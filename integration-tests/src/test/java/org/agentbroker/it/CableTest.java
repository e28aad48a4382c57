package org.agentbroker.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.agentbroker.it.lab.Cable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CableTest {
    private ServerSocket server;
    private Cable cable;
    private Socket near;
    private Socket far;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        cable = Cable.to(server.getLocalPort());
        near = new Socket(InetAddress.getByName("127.0.0.1"), cable.port());
        far = server.accept();
        near.setSoTimeout(5_000);
        far.setSoTimeout(5_000);
    }

    @AfterEach
    void close() throws IOException {
        near.close();
        far.close();
        cable.close();
        server.close();
    }

    @Test
    void forwardsBothWaysAndTheEndOfOne() throws IOException {
        near.getOutputStream().write(1);
        assertThat(far.getInputStream().read()).isEqualTo(1);
        near.shutdownOutput();
        assertThat(far.getInputStream().read()).isEqualTo(-1);
        far.getOutputStream().write(2);
        assertThat(near.getInputStream().read()).isEqualTo(2);

        assertThat(cable.connections()).isEqualTo(1);
        assertThat(cable.bytes()).isEqualTo(2);
    }

    @Test
    void cutResetsBothEndsAndLetsNewConnectionsIn() throws IOException {
        cable.cut();

        assertThatThrownBy(() -> near.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketException.class);
        try (Socket again = new Socket(InetAddress.getByName("127.0.0.1"), cable.port());
                Socket accepted = server.accept()) {
            again.getOutputStream().write(3);
            assertThat(accepted.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void freezeIsSilent() throws IOException {
        cable.freeze();
        far.setSoTimeout(200);

        near.getOutputStream().write(1);
        near.shutdownOutput();

        assertThatThrownBy(() -> far.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }
}
