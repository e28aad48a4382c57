package org.agentbroker.broker.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.session.HopVisit.May;
import org.agentbroker.broker.session.HopVisit.Seen;
import org.agentbroker.broker.session.Met;
import org.jspecify.annotations.Nullable;

/** Tells of the way to the client, and of what broker's key may do there. */
record Way(Plan plan, Findings findings) {

    /** @return whether a pull could come about */
    boolean tell(Seen seen) {
        Failed failure = seen.failure();
        if (failure != null && failure.phase() == Phase.SECRETS) {
            findings.tell(Link.CONFIG, Verdict.failed(failure));
            return false;
        }
        findings.tell(Link.CONFIG, Verdict.ok(config()), seen.secrets());
        List<Client> jumps = plan.client().jumps();
        for (int i = 0; i < seen.met().size(); i++) {
            boolean last = i == seen.met().size() - 1;
            Failed broken = last ? failure : null;
            if (i < jumps.size()) {
                jump(seen.met().get(i), broken);
            } else {
                client(seen.met().get(i), broken);
            }
        }
        May may = seen.may();
        if (may == null && failure != null && seen.met().stream().allMatch(met -> met.entered() != null)) {
            findings.tell(Link.AGENT, Verdict.failed(failure)); // lost right after the login
        }
        return may != null && granted(may);
    }

    private String config() {
        String login = plan.client().identity() instanceof Client.KeyFile file
                ? file.file().toString()
                : ((Client.OutsideAgent) plan.client().identity()).socket() + " (agent)";
        return "passphrase: " + plan.passphrase() + ", login with " + login + ", key: " + plan.key();
    }

    private void jump(Met met, @Nullable Failed failure) {
        Duration entered = met.entered();
        if (entered == null) {
            findings.tell(Link.JUMP, failure == null ? lost() : Verdict.failed(failure));
        } else {
            findings.tell(Link.JUMP, Verdict.ok(met.place() + ", host key " + met.hostKey()), entered);
        }
    }

    private void client(Met met, @Nullable Failed failure) {
        Verdict broken = failure == null ? lost() : Verdict.failed(failure);
        boolean foreign = failure != null && failure.cause() == Cause.HOST_KEY;
        Duration reached = met.reached();
        Duration shown = met.shown();
        Duration entered = met.entered();
        if (reached == null || shown == null && !foreign) {
            findings.tell(Link.REACH, broken);
            return;
        }
        findings.tell(Link.REACH, Verdict.ok(met.place()), reached);
        if (shown == null) {
            findings.tell(Link.HOST_KEY, broken);
            return;
        }
        findings.tell(Link.HOST_KEY, Verdict.ok(met.hostKey() + ", as pinned"), shown.minus(reached));
        if (entered == null) {
            findings.tell(Link.LOGIN, broken);
            return;
        }
        findings.tell(Link.LOGIN, Verdict.ok("as " + plan.client().user()), entered.minus(shown));
    }

    private static Verdict lost() {
        return Verdict.failed(Cause.UNREACHABLE, "the connection was lost", "look at sshd's log on the client");
    }

    private boolean granted(May may) {
        if (!plan.method().runsBorgThere()) {
            Verdict unused =
                    Verdict.skipped("not used: method: " + plan.method().name().toLowerCase(Locale.ROOT));
            findings.tell(Link.AGENT, unused);
            findings.tell(Link.WAY_BACK, unused);
            findings.tell(Link.ACCOUNT, account(may), may.time());
            return true;
        }
        boolean socket = plan.way() == Return.SOCKET;
        Verdict agent = socket
                ? Verdict.skipped("not used: return: socket has no agent")
                : Boolean.TRUE.equals(may.agent()) ? Verdict.ok("the client's sshd forwards an agent") : noAgent(may);
        findings.tell(Link.AGENT, agent, may.time());
        Verdict back = switch (plan.way()) {
            case DIRECT -> Verdict.skipped("not used: return: direct");
            case SOCKET -> Verdict.skipped("seen with the pull: a socket");
            default ->
                Boolean.TRUE.equals(may.listen()) ? Verdict.ok("the client's sshd listens for us") : noForward(may);
        };
        findings.tell(Link.WAY_BACK, back, may.time());
        findings.tell(Link.ACCOUNT, account(may), may.time());
        return agent.cause() == null && back.cause() == null;
    }

    private Verdict noAgent(May may) {
        return Verdict.failed(
                Cause.REFUSED,
                plan.name()
                        + (may.agent() == null ? " does not answer for agent forwarding" : " refuses agent forwarding"),
                "allow it there: AllowAgentForwarding yes in sshd_config, and agent-forwarding after restrict"
                        + " in authorized_keys");
    }

    private Verdict noForward(May may) {
        return Verdict.failed(
                Cause.REFUSED,
                plan.name()
                        + (may.listen() == null
                                ? " does not answer for the reverse forward"
                                : " refuses the reverse forward"),
                "allow it there: AllowTcpForwarding yes in sshd_config, and"
                        + " port-forwarding,permitlisten=\"127.0.0.1:*\" after restrict in authorized_keys; or use"
                        + " return: direct");
    }

    private Verdict account(May may) {
        boolean terminal = Boolean.TRUE.equals(may.terminal());
        boolean connect = Boolean.TRUE.equals(may.connect());
        if (!terminal && !connect) {
            return Verdict.ok("no terminal, no connections to elsewhere");
        }
        String what = terminal && connect
                ? "terminals and connections to elsewhere"
                : terminal ? "terminals" : "connections to elsewhere";
        boolean direct = plan.way() == Return.DIRECT;
        String forwarding = plan.method().runsBorgThere()
                ? ",agent-forwarding"
                        + (direct ? "" : ",port-forwarding,permitlisten=\"127.0.0.1:*\",permitopen=\"none:1\"")
                : "";
        return Verdict.warning(
                "broker's key may have " + what + " at " + plan.name(),
                "begin its line in authorized_keys there with restrict" + forwarding);
    }
}
