package org.agentbroker.broker.session;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.broker.link.ForwardRefused;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.returnpath.HopEnd;
import org.agentbroker.broker.returnpath.ReturnPath;
import org.agentbroker.broker.returnpath.ReturnPaths;
import org.agentbroker.broker.returnpath.RoomRefused;
import org.jspecify.annotations.Nullable;

/** Opens the way back over a hop, and says why it did not open. */
record Returns(Pulling pulling, ReturnPaths paths) {

    /** @param key with which the client will log in; null where it does not */
    ReturnPath open(Hop hop, @Nullable PullKey key) throws Stop, IOException, InterruptedException {
        HopClient clients = pulling.clients();
        String name = pulling.name();
        HopEnd end = new HopEnd(
                clients.reverseForwards(),
                hop.session(),
                pulling.deadline().atMost(pulling.timing().login()),
                clients.executor(),
                pulling.scheduler(),
                line -> pulling.listener().heard(new PullEvent.Served(name, line)));
        try {
            return paths.open(end, key == null ? null : key.key().identity());
        } catch (ForwardRefused e) {
            throw refused();
        } catch (RoomRefused e) {
            throw new Stop(
                    Phase.FORWARD,
                    Cause.REFUSED,
                    name + " makes no directory for a socket: " + e.getMessage(),
                    "may its account write to /tmp? if not, use return: embedded");
        } catch (TimeoutException e) {
            throw Passage.lost(pulling);
        }
    }

    private Stop refused() {
        boolean socket = pulling.plan().way() == Return.SOCKET;
        return new Stop(
                Phase.FORWARD,
                Cause.REFUSED,
                pulling.name() + " refuses the reverse forward" + (socket ? " of a socket" : ""),
                // AllowTcpForwarding no is for both (OpenSSH, session.c, do_authenticated)
                socket
                        ? "allow it there: AllowStreamLocalForwarding yes and AllowTcpForwarding yes in sshd_config, and"
                                + " port-forwarding after restrict in authorized_keys; or use return: embedded"
                        : "allow it there: AllowTcpForwarding yes in sshd_config, and"
                                + " port-forwarding,permitlisten=\"127.0.0.1:*\" after restrict in authorized_keys; or use"
                                + " return: direct");
    }
}
