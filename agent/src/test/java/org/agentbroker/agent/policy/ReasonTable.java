package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.BOUND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.KEY;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.START;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.ended;
import static org.agentbroker.agent.policy.Situations.left;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.signed;
import static org.agentbroker.agent.policy.Situations.spent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;
import org.agentbroker.agent.wire.Blob;

/** What is decided about which request in which situation, and what follows. */
final class ReasonTable {
    private static final AgentRequest LIST = new ListIdentities();
    private static final AgentRequest SIGN = login().request();
    private static final Instant END = OPENED.end();
    private static final ConnectionState SPENT = spent(BOUND);

    private final List<Row> rows = new ArrayList<>();

    /** An exchange with a connection; {@code after} and {@code purposeAfter} are what the verdict must hold. */
    record Row(
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            PurposeState purpose,
            Instant now,
            ConnectionState after,
            PurposeState purposeAfter) {
        Verdict verdict() {
            return Situations.RULES.decide(request, before, purpose, now);
        }

        @Override
        public String toString() {
            return reason + ": " + what;
        }
    }

    private ReasonTable() {}

    static List<Row> rows() {
        ReasonTable table = new ReasonTable();
        table.lists();
        table.binds();
        table.signs();
        table.logins();
        table.others();
        table.ends();
        return table.rows;
    }

    private void lists() {
        keeps(Reason.LISTED, "list when bound", LIST, BOUND);
        keeps(Reason.NOT_BOUND, "list before the bind", LIST, FRESH);
        keeps(Reason.CONNECTION_SPENT, "list when spent", LIST, SPENT);
        at(END, Reason.EXPIRED, "list at the end", LIST, BOUND, BOUND);
        at(END.plusSeconds(60), Reason.EXPIRED, "list after the end", LIST, BOUND, BOUND);
        at(END.minusNanos(1), Reason.LISTED, "list just before the end", LIST, BOUND, BOUND);
        with(left(0, 9), Reason.EXHAUSTED, "list without signatures left", LIST, BOUND, BOUND);
    }

    private void binds() {
        SessionBind shortest = SERVER.bind(Peer.session(20));
        SessionBind longest = SERVER.bind(Peer.session(64));
        row(Reason.BOUND, "bind to the server", BIND, FRESH, BOUND, counted(OPENED));
        row(Reason.BOUND, "bind of a SHA-1 session", shortest, FRESH, boundTo(shortest), counted(OPENED));
        row(Reason.BOUND, "bind of a SHA-512 session", longest, FRESH, boundTo(longest), counted(OPENED));
        spends(Reason.BAD_SESSION_ID, "19 bytes", SERVER.bind(Peer.session(19)), FRESH);
        spends(Reason.BAD_SESSION_ID, "65 bytes", SERVER.bind(Peer.session(65)), FRESH);
        spends(Reason.SECOND_BIND, "another session", SERVER.bind(Peer.session()), BOUND);
        spends(Reason.SECOND_BIND, "the same once more", BIND, BOUND);
        spends(Reason.FORWARDED_FURTHER, "a further hop", SERVER.hop(), FRESH);
        spends(Reason.FORWARDED_FURTHER, "a further hop when bound", STRANGER.hop(), BOUND);
        spends(Reason.HOST_NOT_PINNED, "a stranger", STRANGER.bind(Peer.session()), FRESH);
        spends(Reason.HOST_NOT_PINNED, "the hop itself", HOP.bind(Peer.session()), FRESH);
        spends(Reason.SESSION_OF_THE_HOP, "the hop's session", SERVER.bind(FRESH.hopSession()), FRESH);
        spends(Reason.BAD_BIND_SIGNATURE, "by a stranger", forged(), FRESH);
        spends(Reason.CONNECTION_SPENT, "bind when spent", BIND, spent(FRESH));
        at(END, Reason.EXPIRED, "bind at the end", BIND, FRESH, spent(FRESH));
        with(left(0, 9), Reason.EXHAUSTED, "bind without signatures left", BIND, FRESH, spent(FRESH));
    }

    private void signs() {
        row(Reason.SIGNED, "the login", SIGN, BOUND, BOUND, signed(counted(OPENED), BIND.sessionId()));
        PurposeState last = left(1, 1);
        row(Reason.SIGNED, "the last of all", SIGN, BOUND, BOUND, last, signed(counted(last), BIND.sessionId()));
        PurposeState once = signed(OPENED, BIND.sessionId());
        row(Reason.SESSION_REPEATED, "the same session", SIGN, BOUND, SPENT, once, counted(once));
        spends(Reason.NOT_BOUND, "sign before the bind", SIGN, FRESH);
        spends(Reason.CONNECTION_SPENT, "sign when spent", SIGN, SPENT);
        at(END, Reason.EXPIRED, "sign at the end", SIGN, BOUND, SPENT);
        with(left(0, 9), Reason.EXHAUSTED, "sign without signatures left", SIGN, BOUND, SPENT);
        SignRequest other = new SignRequest(STRANGER.hostKey().blob(), login().data(), 0);
        spends(Reason.OTHER_KEY, "of the request", other, BOUND);
        for (int flags : new int[] {1, 2, 4, 6, 8, -1}) {
            spends(Reason.BAD_FLAGS, "flags " + flags, login().request(flags), BOUND);
        }
    }

    private void logins() {
        spends(
                Reason.OTHER_KEY,
                "inside",
                login().keyInside(STRANGER.hostKey().blob()).request(),
                BOUND);
        spends(Reason.NOT_A_LOGIN, "no data", data(), BOUND);
        spends(Reason.NOT_A_LOGIN, "a file", data("SSHSIG".getBytes()), BOUND);
        spends(
                Reason.NOT_A_LOGIN,
                "another service",
                login().service("ssh-userauth").request(),
                BOUND);
        spends(Reason.NOT_A_LOGIN, "a byte too many", login().trailing((byte) 0).request(), BOUND);
        spends(Reason.NOT_A_LOGIN, "hostbased", login().method("hostbased").request(), BOUND);
        spends(
                Reason.NOT_HOSTBOUND,
                "plain publickey",
                login().method("publickey").request(),
                BOUND);
        for (String user : new String[] {"borg\0", "Borg", "bor", "borgs", "", "root", "*"}) {
            spends(Reason.OTHER_USER, user, login().user(user).request(), BOUND);
        }
        for (String algorithm : new String[] {"rsa-sha2-512", "ssh-ed25519-cert-v01@openssh.com", ""}) {
            spends(
                    Reason.OTHER_ALGORITHM,
                    algorithm,
                    login().algorithm(algorithm).request(),
                    BOUND);
        }
        spends(
                Reason.OTHER_SESSION,
                "a fresh one",
                login().sessionId(Peer.session()).request(),
                BOUND);
        spends(
                Reason.OTHER_SESSION,
                "the hop's",
                login().sessionId(BOUND.hopSession()).request(),
                BOUND);
        spends(
                Reason.OTHER_HOST,
                "the hop's",
                login().hostKey(HOP.hostKey().blob()).request(),
                BOUND);
    }

    private void others() {
        keeps(Reason.QUERIED, "query", new Query(), FRESH);
        keeps(Reason.QUERIED, "query when spent", new Query(), SPENT);
        for (int number = 17; number <= 26; number++) {
            if (number != 19) {
                keeps(Reason.NOT_OFFERED, "message " + number, new Refused(number), BOUND);
            }
        }
        for (int number : new int[] {0, 1, 5, 9, 12, 14, 16, 28, 240, 255}) {
            keeps(Reason.UNKNOWN_REQUEST, "message " + number, new Refused(number), BOUND);
        }
        keeps(Reason.UNKNOWN_EXTENSION, "extension", new UnknownExtension(), BOUND);
        keeps(Reason.MALFORMED, "message 13", new Malformed(13, "key is cut off"), BOUND);
    }

    private void ends() {
        AgentRequest removeAll = new RemoveAll();
        PurposeState closed = ended(OPENED);
        row(Reason.REMOVED, "remove-all", removeAll, FRESH, spent(FRESH), ended(counted(OPENED)));
        row(Reason.REMOVED, "remove-all when spent", removeAll, SPENT, SPENT, ended(counted(OPENED)));
        with(closed, Reason.ENDED, "remove-all after the end", removeAll, BOUND, BOUND);
        with(closed, Reason.ENDED, "query after the end", new Query(), BOUND, BOUND);
        at(END, Reason.EXPIRED, "query after the lifetime", new Query(), BOUND, BOUND);
        with(closed, Reason.ENDED, "list after the end", LIST, BOUND, BOUND);
        with(closed, Reason.ENDED, "bind after the end", BIND, FRESH, spent(FRESH));
        with(closed, Reason.ENDED, "sign after the end", SIGN, BOUND, SPENT);
        PurposeState none = left(2, 0);
        for (AgentRequest request : List.of(LIST, SIGN, BIND, removeAll, new Query(), new Refused(17))) {
            row(Reason.TOO_MANY_REQUESTS, request.verb(), request, BOUND, SPENT, none, ended(counted(none)));
        }
    }

    private void keeps(Reason reason, String what, AgentRequest request, ConnectionState before) {
        row(reason, what, request, before, before, counted(OPENED));
    }

    private void spends(Reason reason, String what, AgentRequest request, ConnectionState before) {
        row(reason, what, request, before, spent(before), counted(OPENED));
    }

    private void with(
            PurposeState purpose,
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after) {
        row(reason, what, request, before, after, purpose, counted(purpose));
    }

    private void at(
            Instant now,
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after) {
        rows.add(new Row(reason, what, request, before, OPENED, now, after, counted(OPENED)));
    }

    private void row(
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after,
            PurposeState purposeAfter) {
        row(reason, what, request, before, after, OPENED, purposeAfter);
    }

    private void row(
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after,
            PurposeState purpose,
            PurposeState purposeAfter) {
        rows.add(new Row(reason, what, request, before, purpose, START, after, purposeAfter));
    }

    private static ConnectionState boundTo(SessionBind bind) {
        return new ConnectionState(FRESH.hopSession(), bind, false);
    }

    private static SessionBind forged() {
        Blob session = Peer.session();
        return new SessionBind(
                SERVER.hostKey().blob(), session, STRANGER.hostKey().sign(session.toBytes()), false);
    }

    private static SignRequest data(byte... bytes) {
        return new SignRequest(KEY.blob(), Blob.of(bytes), 0);
    }
}
