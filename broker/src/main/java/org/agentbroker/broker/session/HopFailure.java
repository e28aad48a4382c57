package org.agentbroker.broker.session;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.link.JumpRefused;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;
import org.jspecify.annotations.Nullable;

/** Why a hop did not come about, from MINA's exceptions and what its session shows. */
public final class HopFailure {
    private final String name;
    private final String subject;
    private final Client client;
    private final @Nullable String gate;

    /**
     * @param name as it stands in sentences
     * @param subject the client for whose sake it is, as in the config
     * @param gate the jump host before it; null for none
     */
    public HopFailure(String name, String subject, Client client, @Nullable String gate) {
        this.name = name;
        this.subject = subject;
        this.client = client;
        this.gate = gate;
    }

    /** For people. */
    public static String place(Client client) {
        return client.host() + " port " + client.port();
    }

    /** Nobody was met. */
    public Stop connecting(Exception e) {
        if (hasCause(e, MissingAttachedSessionException.class::isInstance)) {
            return unproven(e); // it spoke, or left, before MINA had a session for it
        }
        return gate != null && isForbidden(e) ? gateRefuses(gate) : silent(reason(e));
    }

    private Stop gateRefuses(String gate) {
        return new Stop(
                Phase.CONNECT,
                Cause.REFUSED,
                gate + ", a jump host before " + name + ", refuses to connect to " + place(client),
                "allow it there: AllowTcpForwarding yes in sshd_config, and port-forwarding,permitopen=\""
                        + client.host() + ":" + client.port() + "\" after restrict in authorized_keys");
    }

    Stop afterConnecting(Encounter encounter, Exception e) {
        Blob stranger = encounter.stranger();
        if (stranger != null) {
            return otherHostKey(stranger.fingerprint());
        }
        if (encounter.isProven()) {
            return loginRefused(e);
        }
        return String.valueOf(e.getMessage()).contains("server host key")
                ? otherHostKey("one of another type")
                : unproven(e);
    }

    /** Somebody was met, who showed no host key. */
    public Stop unproven(Exception e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("negotiate")) {
            return unreachable(decapitalized(message)); // no algorithm in common, and which
        }
        return isTimeout(e) ? silent("it does not answer") : unreachable("it does not speak SSH");
    }

    private Stop silent(String reason) {
        return Stop.silent(what(reason), hint());
    }

    /** Somebody is there. */
    private Stop unreachable(String reason) {
        return new Stop(Phase.CONNECT, Cause.UNREACHABLE, what(reason), hint());
    }

    private String what(String reason) {
        return name + " cannot be reached at " + place(client) + (gate == null ? "" : " through " + gate) + ": "
                + reason;
    }

    private String hint() {
        return "is it up? try: ssh -p " + client.port() + " " + client.user() + "@" + client.host();
    }

    private Stop otherHostKey(String shown) {
        String pinned = client.pins().stream().map(HostPin::fingerprint).collect(Collectors.joining(", "));
        return new Stop(
                Phase.CONNECT,
                Cause.HOST_KEY,
                "the host key of " + name + " is not the pinned one: it shows " + shown + ", pinned is " + pinned,
                "somebody may listen in; to compare, look at all of its keys: broker hostkey scan " + subject);
    }

    private Stop loginRefused(Exception e) {
        if (isTimeout(e)) {
            return new Stop(
                    Phase.LOGIN,
                    Cause.UNREACHABLE,
                    name + " does not answer the login of " + client.user(),
                    "look at sshd's log on the client");
        }
        String what = client.identity() instanceof KeyFile file
                ? "add " + file.file() + ".pub to ~" + client.user() + "/.ssh/authorized_keys there"
                : "see what ssh-add -l lists, and the authorized_keys of " + client.user() + " there";
        return new Stop(
                Phase.LOGIN,
                Cause.REFUSED,
                name + " refuses the login of " + client.user() + ": " + loginReason(e),
                what);
    }

    private static String loginReason(Exception e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No more authentication methods") ? "it does not accept the key" : message;
    }

    private static String reason(Throwable e) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return "the name is not known";
            }
            if (t instanceof NoRouteToHostException) {
                return "there is no route";
            }
            if (t instanceof ConnectException) {
                return t.getMessage() == null ? "connection refused" : decapitalized(t.getMessage());
            }
        }
        return isTimeout(e) ? "it does not answer" : String.valueOf(e.getMessage());
    }

    private static boolean isForbidden(Throwable e) {
        return hasCause(e, t -> t instanceof JumpRefused refusal && refusal.isForbidden());
    }

    private static boolean isTimeout(Throwable e) {
        return hasCause(e, TimeoutException.class::isInstance);
    }

    private static boolean hasCause(Throwable e, Predicate<Throwable> wanted) {
        for (Throwable t = e; t != null; t = t.getCause()) {
            if (wanted.test(t)) {
                return true;
            }
        }
        return false;
    }

    private static String decapitalized(String message) {
        return Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
