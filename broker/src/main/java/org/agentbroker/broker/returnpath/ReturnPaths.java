package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.plan.Plan;
import org.jspecify.annotations.Nullable;

/** Opens the way back of one plan, as often as it takes until the client's borg has started. */
public final class ReturnPaths {
    private final Plan plan;
    private final @Nullable BorgServe serve;

    private ReturnPaths(Plan plan, @Nullable BorgServe serve) {
        this.plan = plan;
        this.serve = serve;
    }

    /** @throws UnusableInput when broker has to run {@code borg serve} and cannot be the server's account */
    public static ReturnPaths of(Plan plan) throws UnusableInput {
        BorgServe serve =
                plan.way().serves() ? BorgServe.as(Account.named(plan.server().user()), plan.serve()) : null;
        return new ReturnPaths(plan, serve);
    }

    /**
     * @param identity the key or certificate with which the client will log in; null where it does not
     * @throws org.agentbroker.broker.link.ForwardRefused when the client's sshd does not listen for us
     * @throws TimeoutException when the client does not answer in time
     * @throws IOException when the hop is lost
     */
    public ReturnPath open(HopEnd hop, @Nullable Blob identity)
            throws IOException, InterruptedException, TimeoutException {
        if (serve == null) {
            return switch (plan.way()) {
                case TUNNEL -> TunnelPath.open(plan, hop);
                default -> new DirectPath(plan.direct());
            };
        }
        return identity == null ? SocketPath.open(plan, hop, serve) : EmbeddedPath.open(plan, hop, serve, identity);
    }
}
