package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.RULES;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.UNKNOWN;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A hop that the carrier tells, when it opens the connection: it is pinned at every level. */
class HopTest {
    record Row(PolicyLevel level, Reason reason, SessionBind hop) {}

    static List<Row> refusals() {
        SessionBind good = HOP.hop();
        List<Row> rows = new ArrayList<>();
        for (PolicyLevel level : PolicyLevel.values()) {
            rows.add(new Row(level, Reason.HOP_NOT_FORWARDING, HOP.bind(Peer.session())));
            rows.add(new Row(level, Reason.HOP_NOT_PINNED, STRANGER.hop()));
            rows.add(new Row(level, Reason.HOP_NOT_PINNED, SERVER.hop()));
            rows.add(new Row(
                    level,
                    Reason.BAD_BIND_SIGNATURE,
                    new SessionBind(good.hostKey(), Peer.session(), good.signature(), true)));
            rows.add(new Row(
                    level,
                    Reason.BAD_BIND_SIGNATURE,
                    new SessionBind(
                            good.hostKey(), good.sessionId(), STRANGER.hop().signature(), true)));
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void admitsThePinnedHopAndRemembersItsSession(PolicyLevel level) {
        SessionBind hop = HOP.hop();
        Verdict verdict = Situations.rules(level).admit(hop, OPENED);

        assertThat(verdict.reason()).isEqualTo(Reason.HOP_ADMITTED);
        assertThat(verdict.connection()).isEqualTo(new ConnectionState(hop.sessionId(), null, false));
        assertThat(verdict.subject()).isEqualTo(new Subject(null, hop.hostKey(), hop.sessionId()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void spendsTheConnectionOfAnyOther(Row row) {
        Verdict verdict = Situations.rules(row.level()).admit(row.hop(), OPENED);

        assertThat(verdict.reason()).isEqualTo(row.reason());
        assertThat(verdict.connection()).isEqualTo(new ConnectionState(row.hop().sessionId(), null, true));
    }

    /** Without pins of hops only a peer of a socket may come. */
    @Test
    void admitsNoHopOfACarrierWhereNoneIsPinned() {
        PurposePolicy rules = Situations.rules(Situations.policy(PolicyLevel.UNBOUND, Set.of()));

        assertThat(rules.admit(HOP.hop(), OPENED).reason()).isEqualTo(Reason.HOP_NOT_PINNED);
    }

    @ParameterizedTest
    @EnumSource
    void takesAPeerThatNothingIsKnownOf(PolicyLevel level) {
        Verdict verdict = Situations.rules(level).admit(OPENED);

        assertThat(verdict).isEqualTo(new Verdict(Reason.CONNECTED, UNKNOWN, counted(OPENED), Subject.NONE, null));
    }

    /** Each costs a verification and an event, so a peer may not have them without end. */
    @Test
    void countsAConnectionAsARequest() {
        assertThat(RULES.admit(HOP.hop(), OPENED).purpose()).isEqualTo(counted(OPENED));
        assertThat(RULES.admit(STRANGER.hop(), OPENED).purpose()).isEqualTo(counted(OPENED));
    }
}
