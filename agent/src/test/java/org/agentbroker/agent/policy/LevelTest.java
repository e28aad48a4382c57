package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.BIND;
import static org.agentbroker.agent.policy.Situations.FRESH;
import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.HOP_BIND;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.START;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.login;
import static org.agentbroker.agent.policy.Situations.plainLogin;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No sequence of requests makes an agent lower its level: every short one is tried. */
class LevelTest {
    private static final AgentRequest HONEST = login().request();
    private static final AgentRequest PLAIN = plainLogin().request();
    private static final SessionBind FORGED =
            new SessionBind(BIND.hostKey(), BIND.sessionId(), STRANGER.hop().signature(), false);

    private static final List<AgentRequest> LOGINS = List.of(
            HONEST,
            PLAIN,
            login().user("root").request(),
            plainLogin().user("root").request(),
            login().hostKey(STRANGER.hostKey().blob()).request(),
            login().sessionId(Peer.session()).request(),
            plainLogin().sessionId(Peer.session()).request(),
            plainLogin().sessionId(HOP_BIND.sessionId()).request());

    private static final List<AgentRequest> BEFORE = List.of(
            HOP_BIND,
            BIND,
            FORGED,
            STRANGER.hop(),
            STRANGER.bind(Peer.session()),
            HOP.bind(Peer.session()),
            SERVER.bind(Peer.session()),
            new ListIdentities(),
            new Query(),
            new Refused(22),
            new Malformed(27, "cut off"));

    /** What came before a signature, and what was signed. */
    private record Signed(List<AgentRequest> before, AgentRequest login) {}

    @Test
    void hostboundSignsNothingButTheHostboundLoginOfItsBind() {
        assertThat(signed(PolicyLevel.HOSTBOUND, UNKNOWN))
                .isNotEmpty()
                .allSatisfy(signed -> assertThat(signed.login()).isSameAs(HONEST))
                .allSatisfy(signed -> assertThat(signed.before()).containsSubsequence(HOP_BIND, BIND));
        assertThat(signed(PolicyLevel.HOSTBOUND, FRESH))
                .isNotEmpty()
                .allSatisfy(signed -> assertThat(signed.login()).isSameAs(HONEST))
                .allSatisfy(signed -> assertThat(signed.before()).contains(BIND));
    }

    @Test
    void boundSignsNothingButTheLoginOfItsBind() {
        assertThat(signed(PolicyLevel.BOUND, UNKNOWN))
                .isNotEmpty()
                .allSatisfy(signed -> assertThat(signed.login()).isIn(HONEST, PLAIN))
                .allSatisfy(signed -> assertThat(signed.before()).containsSubsequence(HOP_BIND, BIND));
        assertThat(signed(PolicyLevel.BOUND, FRESH))
                .isNotEmpty()
                .allSatisfy(signed -> assertThat(signed.login()).isIn(HONEST, PLAIN))
                .allSatisfy(signed -> assertThat(signed.before()).contains(BIND));
    }

    @Test
    void unboundSignsForNoOtherUserNorAfterARefusedBind() {
        assertThat(signed(PolicyLevel.UNBOUND, UNKNOWN))
                .isNotEmpty()
                .allSatisfy(signed -> assertThat(signed.login()).isNotIn(LOGINS.get(2), LOGINS.get(3), LOGINS.get(4)))
                .allSatisfy(signed -> assertThat(signed.before())
                        .doesNotContain(FORGED, BEFORE.get(3), BEFORE.get(4), BEFORE.get(5)));
    }

    /** A request is not signed at a level that asks for more, unless it is signed at one that asks for less. */
    @ParameterizedTest
    @EnumSource(names = {"BOUND", "UNBOUND"})
    void asksForLessFromLevelToLevel(PolicyLevel level) {
        PolicyLevel stricter = PolicyLevel.values()[level.ordinal() - 1];

        assertThat(signed(level, UNKNOWN)).containsAll(signed(stricter, UNKNOWN));
        assertThat(signed(level, FRESH)).containsAll(signed(stricter, FRESH));
    }

    /** Asking once more, over new connections, changes nothing. */
    @Test
    void doesNotLearnFromRefusals() {
        for (PolicyLevel level : Set.of(PolicyLevel.HOSTBOUND, PolicyLevel.BOUND)) {
            PurposePolicy rules = Situations.rules(level);
            PurposeState purpose = OPENED;
            for (int i = 0; i < 100; i++) {
                Verdict opened = rules.admit(HOP_BIND, purpose);
                Verdict asked = rules.decide(PLAIN, opened.connection(), opened.purpose(), START);
                assertThat(asked.reason()).isEqualTo(Reason.NOT_BOUND);
                purpose = asked.purpose();
            }
        }
    }

    /** Up to three requests, then a login. */
    private static List<Signed> signed(PolicyLevel level, ConnectionState start) {
        List<Signed> found = new ArrayList<>();
        search(Situations.rules(level), start, OPENED, List.of(), found);
        return found;
    }

    private static void search(
            PurposePolicy rules,
            ConnectionState connection,
            PurposeState purpose,
            List<AgentRequest> before,
            List<Signed> found) {
        for (AgentRequest login : LOGINS) {
            if (rules.decide(login, connection, purpose, START).allowed()) {
                found.add(new Signed(before, login));
            }
        }
        if (before.size() < 3) {
            for (AgentRequest request : BEFORE) {
                Verdict verdict = rules.decide(request, connection, purpose, START);
                List<AgentRequest> sequence = new ArrayList<>(before);
                sequence.add(request);
                search(rules, verdict.connection(), verdict.purpose(), sequence, found);
            }
        }
    }
}
