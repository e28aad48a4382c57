package org.agentbroker.broker.repository;

import java.io.IOException;
import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.plan.Plan;

/**
 * Which repository a plan has, for locks and ledgers: the same text for the same one, however its path is spelled and its
 * server is called.
 */
public final class RepositoryPlace {
    private RepositoryPlace() {}

    /** On this machine its path without links; elsewhere its URL, as only the client can tell what that leads to. */
    public static String of(Plan plan) {
        if (!ServerPlace.isHere(plan)) {
            return plan.repositoryUrl();
        }
        try {
            return real(plan.serve().path(Account.named(plan.server().user()).home()))
                    .toString();
        } catch (UnusableInput e) {
            return plan.repositoryUrl(); // in the home of another account, or of none that is here
        }
    }

    /**
     * What is not there yet, or cannot be seen from here, is added to what is. Where root may not look (another user's FUSE, say) a
     * link below that remains a second name; a ledger of that name is a new one, which prune and compact refuse.
     */
    static Path real(Path path) {
        Path whole = path.toAbsolutePath();
        for (Path there = whole; there != null; there = there.getParent()) {
            try {
                return there.toRealPath().resolve(there.relativize(whole)).normalize();
            } catch (IOException e) {
                // one up
            }
        }
        return whole.normalize();
    }
}
