package org.agentbroker.agent;

import static org.agentbroker.agent.fixture.Added.destinations;
import static org.agentbroker.agent.fixture.Added.host;
import static org.agentbroker.agent.fixture.Added.step;

import java.util.Arrays;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;

/** How a general agent binds connections to SSH sessions, and where a key may be used then. */
final class BindTable extends Conversations {
    private static final JdkKey KEY = JdkKey.ed25519();
    private static final Peer NEAR = Peer.withEd25519();
    private static final Peer FAR = Peer.withEd25519();
    private static final Peer STRANGER = Peer.withEd25519();

    private final SessionBind hop = NEAR.hop();
    private final SessionBind near = NEAR.bind(Peer.session());
    private final SessionBind far = FAR.bind(Peer.session());

    BindTable() {
        binds();
        firstStep();
        wholeWay();
        patterns();
    }

    private void binds() {
        as("takes a bind", bound(far));
        as("takes the same hop twice", bound(hop), bound(hop), bound(far));
        as("lists free keys to anybody", ok(Added.key(KEY, "one")), bound(hop), list("one"));
        ours("takes no bind after that of a login", bound(far), refused(FAR.hop()), refused(far));
        ours("takes no session for two hosts", bound(hop), refused(STRANGER.bind(hop.sessionId())));
        ours("wants the host's own signature", refused(forged()));
        ours("takes sixteen hops", hops(16, refused(far)));
    }

    private void firstStep() {
        Exchange key = ok(Added.key(KEY, "one", destinations(step(null, host("", "near", NEAR)))));
        as("shows it to programs beside the agent", key, list("one"));
        as("signs nothing with it unbound", key, no(sign(KEY, 0)), no(login(near)));
        as("signs a login at its destination", key, bound(near), list("one"), signed(near, Login.HOSTBOUND));
        as("signs a plain login over the first step", key, bound(near), signed(near, "publickey"));
        as("signs no login elsewhere", key, bound(far), list(""), no(login(far)));
        as("signs no other data", key, bound(near), no(sign(KEY, 0)));
        as("signs no login of another session", key, bound(near), no(login(NEAR.bind(Peer.session()))));
        as("hides it on its destination", key, bound(hop), list(""), no(Added.remove(KEY.blob())));
        as("lets a host it is hidden from not free it", key, bound(hop), no(Added.key(KEY, "mine")));
        as("drops the old constraints with a new key", key, ok(Added.key(KEY, "one")), signed(KEY, new byte[] {1}, 0));
        ours("hides it after a bind that failed", key, refused(forged()), list(""));
    }

    private void wholeWay() {
        byte[] second = step(host("", "near", NEAR), host("borg", "far", FAR));
        Exchange key = ok(Added.key(KEY, "one", destinations(step(null, host("", "near", NEAR)), second)));
        as("goes the whole way", key, bound(hop), list("one"), bound(far), list("one"), signed(far, Login.HOSTBOUND));
        as("wants the host named beyond the first", key, bound(hop), bound(far), no(login(far, "publickey", "borg")));
        as("keeps to the user", key, bound(hop), bound(far), no(login(far, Login.HOSTBOUND, "root")));
        as("skips no step", key, bound(far), list(""), no(login(far)));
        as("takes no step backwards", key, bound(FAR.hop()), bound(near), list(""), no(login(near)));
        as("signs nothing on a hop", key, bound(hop), no(login(hop)));
    }

    private void patterns() {
        as("knows a star in the user", restricted("b*g"), bound(near), signed(near, "publickey"));
        as("knows a question mark in the user", restricted("bor?"), bound(near), signed(near, "publickey"));
        as("compares the whole user", restricted("bor"), bound(near), no(login(near)));
        as("compares users as they are", restricted("Borg"), bound(near), no(login(near)));
    }

    private static Exchange restricted(String user) {
        return ok(Added.key(KEY, "one", destinations(step(null, host(user, "near", NEAR)))));
    }

    private static Exchange bound(SessionBind bind) {
        return ok(Frames.bind(bind));
    }

    private static SessionBind forged() {
        SessionBind bind = FAR.bind(Peer.session());
        return new SessionBind(
                bind.hostKey(),
                bind.sessionId(),
                STRANGER.bind(bind.sessionId()).signature(),
                false);
    }

    private static Exchange[] hops(int count, Exchange last) {
        Exchange[] exchanges = new Exchange[count + 1];
        Arrays.setAll(exchanges, i -> i < count ? bound(NEAR.hop()) : last);
        return exchanges;
    }

    private static byte[] login(SessionBind bind) {
        return login(bind, Login.HOSTBOUND, "borg");
    }

    private static byte[] login(SessionBind bind, String method, String user) {
        return Frames.sign(request(bind, method, user).request());
    }

    private static Login request(SessionBind bind, String method, String user) {
        return new Login(bind.sessionId(), KEY.blob(), KEY.type(), bind.hostKey())
                .method(method)
                .user(user);
    }

    private static Exchange signed(SessionBind bind, String method) {
        return signed(KEY, request(bind, method, "borg").data().toBytes(), 0);
    }
}
