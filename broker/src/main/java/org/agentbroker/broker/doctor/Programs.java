package org.agentbroker.broker.doctor;

import java.util.Optional;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.outcome.Cause;

/** What the versions of programs allow. Only the pull itself proves it, so none of this is worse than a warning. */
final class Programs {
    private Programs() {}

    /** @param said by {@code ssh -V} on the client */
    static Verdict ssh(String said, PolicyLevel level) {
        Optional<Version> version = Version.ofOpenSsh(said);
        if (version.isEmpty()) {
            return Verdict.warning(
                    "not OpenSSH: " + said,
                    "install OpenSSH 8.9 or newer there: broker pins the server by its KnownHostsCommand");
        }
        Version ssh = version.get();
        if (!ssh.isAtLeast(8, 5)) {
            return Verdict.warning(
                    said + ": no KnownHostsCommand, by which the server is pinned: that needs 8.5",
                    "update OpenSSH on the client to 8.9 or newer");
        }
        if (!ssh.isAtLeast(8, 9)) {
            String what = said + ": no host-bound logins: those need 8.9";
            return level == PolicyLevel.UNBOUND
                    ? Verdict.warning(what, "update OpenSSH on the client, then leave policy.level out")
                    : Verdict.warning(
                            what, "update OpenSSH on the client; it is served at policy.level: unbound alone");
        }
        return Verdict.ok(said + ": host-bound logins, KnownHostsCommand");
    }

    /** @param said by {@code borg --version} on the client or at the server */
    static Verdict borg(String said, String whose) {
        Optional<Version> version = Version.ofBorg(said);
        if (version.isEmpty()) {
            return Verdict.warning("not known as a borg: " + said, "look what borg is " + whose);
        }
        Version borg = version.get();
        if (!borg.isAtLeast(1, 1)) {
            return Verdict.warning(said + ": too old for --log-json", "install borg 1.1 or newer " + whose);
        }
        if (borg.isAtLeast(2, 0)) {
            return Verdict.warning(said + ": broker is made for borg 1", "install borg 1.2 or 1.4 " + whose);
        }
        return Verdict.ok(said + (borg.isAtLeast(1, 4) ? ": exit codes tell causes" : ""));
    }

    /** @param banner the first line that the server's sshd says */
    static Verdict sshd(String banner, PolicyLevel level) {
        Optional<Version> version = Version.ofOpenSsh(banner);
        boolean hostbound = version.isPresent() && version.get().isAtLeast(8, 9);
        if (hostbound) {
            return Verdict.ok(banner + ": host-bound logins");
        }
        String what = banner + ": no host-bound logins: those need OpenSSH 8.9";
        return level == PolicyLevel.HOSTBOUND
                ? Verdict.failed(
                        Cause.REFUSED,
                        what,
                        "update OpenSSH at the server; any other is served at policy.level: bound, where what is"
                                + " signed does not name the server")
                : Verdict.ok(what);
    }
}
