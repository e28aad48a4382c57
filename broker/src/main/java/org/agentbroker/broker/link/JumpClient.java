package org.agentbroker.broker.link;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntry;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.jspecify.annotations.Nullable;

/** A client whose connections may go through one of its sessions. */
final class JumpClient extends SshClient {
    private final Executor executor;

    JumpClient(Executor executor) {
        this.executor = executor;
    }

    @Override
    protected IoConnector createConnector() {
        return new ViaConnector(super.createConnector(), getSessionFactory(), executor);
    }

    // MINA looks the name up here first, which tells it to whoever runs the resolver, and takes its time to fail
    @Override
    protected ConnectFuture doConnect(
            HostConfigEntry host,
            List<HostConfigEntry> jumps,
            @Nullable AttributeRepository context,
            @Nullable SocketAddress localAddress)
            throws IOException {
        if (Via.of(context) == null) {
            return super.doConnect(host, jumps, context, localAddress);
        }
        InetSocketAddress target = InetSocketAddress.createUnresolved(host.getHostName(), host.getPort());
        return doConnect(
                host.getUsername(), target, context, localAddress, KeyIdentityProvider.EMPTY_KEYS_PROVIDER, host);
    }
}
