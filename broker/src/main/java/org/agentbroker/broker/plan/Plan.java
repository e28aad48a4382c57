package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * Everything a pull will do, decided before any network. Holds no secret, only where secrets come from. What comes about
 * with the connection alone, the {@link Endpoint} at which the client's borg arrives, is a parameter of what follows.
 *
 * @param reading what the server's borg does; null where the client's borg does it
 * @param serve what runs at the server for the client
 * @param remote what runs on the client
 * @param summarizes standard output is borg's account of the archive
 * @param needsLogin it cannot succeed without a login at the server
 * @param soft that the client cannot be reached is no fault
 */
public record Plan(
        String name,
        Client client,
        Server server,
        Method method,
        @Nullable Reading reading,
        Return way,
        ClientKey key,
        SecretSource passphrase,
        Pull.Signing signing,
        String repositoryUrl,
        Serve serve,
        RemoteBorg remote,
        boolean summarizes,
        boolean needsLogin,
        Duration connect,
        Duration deadline,
        Pull.Retry retry,
        boolean soft) {

    /** @throws UnusableInput when a value cannot be used, with the first such value */
    public static Plan of(Pull pull, Timing timing) throws UnusableInput {
        return Planner.plan(pull, timing);
    }

    /** Where the client goes without broker's help. */
    public Endpoint.Ssh direct() {
        return new Endpoint.Ssh(server.host(), server.port(), server.pins(), false);
    }

    /** The client's end of a reverse forward, with the host keys of what is behind it. */
    public Endpoint.Ssh forwarded(int port, List<HostPin> pins) {
        return new Endpoint.Ssh(ReturnSsh.LOOPBACK, port, pins, true);
    }

    /** The command that makes a socket's directory on the client and holds it until its input ends. */
    public String room(Endpoint.Socket socket) {
        return RemoteScript.room(socket.directory(), remote.silence());
    }

    /** What the agent may sign. */
    public SignPolicy policy(Endpoint.Ssh to) {
        Set<HostPin> hops = new LinkedHashSet<>(client.pins());
        return new SignPolicy(
                signing.level(),
                server.user(),
                new LinkedHashSet<>(to.pins()),
                hops,
                signing.signatures(),
                signing.lifetime());
    }

    /** What the client is told first, without its newline: the script, its environment and borg's arguments. */
    public String firstLine(Endpoint to) {
        String command = to instanceof Endpoint.Ssh ssh
                ? ReturnSsh.command(server.host(), ssh, connect)
                : ReturnSocket.command((Endpoint.Socket) to);
        return remote.firstLine(command, to);
    }

    /** For people: how the client's borg gets to the repository. */
    public String returnCommand() {
        return switch (way) {
            case DIRECT -> ReturnSsh.command(server.host(), direct(), connect);
            case TUNNEL -> ReturnSsh.outline(server.host(), server.pins(), connect);
            case EMBEDDED -> ReturnSsh.outline(server.host(), List.of(), connect);
            case SOCKET -> ReturnSocket.outline();
        };
    }
}
