package org.agentbroker.broker.session;

import org.agentbroker.broker.borg.ReturnHints;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;

/** What to do when the client's login at the server fails, by the way and the key of a plan. */
final class WayHints {
    private static final String RESUMES = "; the next run goes on from the last checkpoint";

    private WayHints() {}

    static ReturnHints of(Plan plan) {
        String server = plan.server().user() + "@" + plan.server().host();
        if (plan.way().usesSshd()) {
            return new ReturnHints(
                    server,
                    "compare server.host-keys with ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub at the server",
                    refused(plan),
                    plan.way() == Return.DIRECT
                            ? "check server.host and server.port, and the way from the client to the server"
                            : "look at sshd's log on the client; may it forward to itself?",
                    "look at sshd's log at the server" + RESUMES);
        }
        return new ReturnHints(
                server,
                "somebody on " + plan.name() + " answers in broker's place; look who listens there: ss -ltnp",
                "look at the audit with -v: somebody else on " + plan.name() + " may have used the login",
                "look at sshd's log on the client, and who is logged in there",
                "look at sshd's log on the client" + RESUMES);
    }

    private static String refused(Plan plan) {
        if (plan.key() instanceof ClientKey.Certificate) {
            return "add the authority's .pub line to the server's authorized_keys, after cert-authority,restrict; are the"
                    + " clocks right, and does source-address name the client as the server sees it?";
        }
        return plan.key() instanceof ClientKey.PerPull
                ? "see where sshd looks (AuthorizedKeysFile) and set server.authorized-keys; is the server's clock right?"
                : "add the key's .pub line to the server's authorized_keys, with restrict,command=\"borg serve …\"";
    }
}
