package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.KEY;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.plainLogin;
import static org.agentbroker.agent.policy.Situations.signed;
import static org.agentbroker.agent.policy.Situations.spent;

import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;

/** What the data have to be on a bound connection, each rule broken once. */
final class LoginRows {
    private LoginRows() {}

    static void add(ReasonTable table) {
        of(table, BOUND);
        table.spends(Reason.OTHER_SESSION, "a fresh one", session(login(), Peer.session()), BOUND);
        table.spends(Reason.OTHER_SESSION, "the hop's", session(login(), BOUND.hopSession()), BOUND);
        Blob hop = HOP.hostKey().blob();
        table.spends(Reason.OTHER_HOST, "the hop's", login().hostKey(hop).request(), BOUND);
        Blob stranger = STRANGER.hostKey().blob();
        table.spends(
                Reason.OTHER_HOST, "a stranger's", login().hostKey(stranger).request(), BOUND);
        if (table.level() == PolicyLevel.HOSTBOUND) {
            SignRequest plain = plainLogin().request();
            table.spends(Reason.NOT_HOSTBOUND, "plain publickey", plain, BOUND);
        } else {
            plain(table);
        }
    }

    /** Without the host key's name the session alone ties the login to the bind. */
    private static void plain(ReasonTable table) {
        PurposeState after = signed(counted(OPENED), BIND.sessionId());
        table.row(Reason.SIGNED, "plain publickey", plainLogin().request(), BOUND, BOUND, after);
        table.spends(Reason.OTHER_SESSION, "plain, a fresh one", session(plainLogin(), Peer.session()), BOUND);
        table.spends(Reason.OTHER_SESSION, "plain, the hop's", session(plainLogin(), BOUND.hopSession()), BOUND);
        table.spends(Reason.OTHER_USER, "plain", plainLogin().user("root").request(), BOUND);
        PurposeState once = signed(OPENED, BIND.sessionId());
        table.row(
                Reason.SESSION_REPEATED,
                "plain, after the login",
                plainLogin().request(),
                BOUND,
                spent(BOUND),
                once,
                counted(once));
    }

    /** What holds on any connection that may sign. */
    static void of(ReasonTable table, ConnectionState connection) {
        Blob other = STRANGER.hostKey().blob();
        table.spends(Reason.OTHER_KEY, "inside", login().keyInside(other).request(), connection);
        table.spends(Reason.NOT_A_LOGIN, "no data", data(), connection);
        table.spends(Reason.NOT_A_LOGIN, "a file", data("SSHSIG".getBytes()), connection);
        Login service = login().service("ssh-userauth");
        table.spends(Reason.NOT_A_LOGIN, "another service", service.request(), connection);
        Login longer = login().trailing((byte) 0);
        table.spends(Reason.NOT_A_LOGIN, "a byte too many", longer.request(), connection);
        Login hostbased = login().method("hostbased");
        table.spends(Reason.NOT_A_LOGIN, "hostbased", hostbased.request(), connection);
        for (String user : new String[] {"borg\0", "Borg", "bor", "borgs", "", "root", "*"}) {
            table.spends(Reason.OTHER_USER, user, login().user(user).request(), connection);
        }
        for (String name : new String[] {"rsa-sha2-512", "ssh-ed25519-cert-v01@openssh.com", ""}) {
            Login login = login().algorithm(name);
            table.spends(Reason.OTHER_ALGORITHM, name, login.request(), connection);
        }
    }

    private static SignRequest session(Login login, Blob session) {
        return login.sessionId(session).request();
    }

    private static SignRequest data(byte... bytes) {
        return new SignRequest(KEY.blob(), Blob.of(bytes), 0);
    }
}
