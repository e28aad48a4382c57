package org.agentbroker.broker.doctor;

import java.util.List;
import java.util.Locale;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;

/** Tells of a client on which no borg runs: there is no agent, and no way back. */
record Borgless(Plan plan, Findings findings, Carrier carrier, ServerSide server) {
    private static final String VERSION = "sh -c 'tar --version || gtar --version'";
    private static final List<Link> UNUSED =
            List.of(Link.SSH, Link.BORG, Link.CLOCK, Link.SERVER_SSHD, Link.SERVER_LOGIN, Link.FORCED_COMMAND);

    void tell(boolean attacks) throws InterruptedException {
        Verdict unused =
                Verdict.skipped("not used: method: " + plan.method().name().toLowerCase(Locale.ROOT));
        if (new Way(plan, findings).tell(carrier.visit(plan))) {
            findings.tell(Link.SHELL, plan.method() == Method.TAR ? tar() : unused);
        } else {
            findings.skip(Link.AGENT, Link.SHELL);
        }
        UNUSED.subList(0, 3).forEach(link -> findings.tell(link, unused));
        findings.tell(Link.SERVER_BORG, server.borg());
        UNUSED.subList(3, UNUSED.size()).forEach(link -> findings.tell(link, unused));
        findings.tell(Link.REPOSITORY, server.repository());
        findings.tell(Link.SPACE, server.space());
        for (Link link : Link.values()) {
            if (attacks && link.isAttack()) {
                findings.tell(link, unused);
            }
        }
    }

    private Verdict tar() throws InterruptedException {
        try {
            Visit.Answer answer = carrier.ask(plan, VERSION);
            String version = answer.out().lines().findFirst().orElse("");
            return version.contains("GNU tar")
                    ? Verdict.ok(version.length() <= 80 ? version : version.substring(0, 80))
                    : Verdict.failed(
                            Cause.UNUSABLE,
                            plan.name() + " has no GNU tar",
                            "install it there: the package is called tar");
        } catch (Stop e) {
            return Verdict.failed(e.outcome());
        } catch (UnusableInput e) {
            return Verdict.failed(Cause.UNUSABLE, e.what(), e.hint());
        }
    }
}
