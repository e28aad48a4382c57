package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.RULES;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.STRANGER;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HopTest {
    record Row(Reason reason, SessionBind hop) {}

    static List<Row> refusals() {
        SessionBind good = HOP.hop();
        return List.of(
                new Row(Reason.HOP_NOT_FORWARDING, HOP.bind(Peer.session())),
                new Row(Reason.HOP_NOT_PINNED, STRANGER.hop()),
                new Row(Reason.HOP_NOT_PINNED, SERVER.hop()),
                new Row(
                        Reason.BAD_BIND_SIGNATURE,
                        new SessionBind(good.hostKey(), Peer.session(), good.signature(), true)),
                new Row(
                        Reason.BAD_BIND_SIGNATURE,
                        new SessionBind(
                                good.hostKey(), good.sessionId(), STRANGER.hop().signature(), true)));
    }

    @Test
    void admitsThePinnedHopAndRemembersItsSession() {
        SessionBind hop = HOP.hop();
        Verdict verdict = RULES.admit(hop, OPENED);

        assertThat(verdict.reason()).isEqualTo(Reason.HOP_ADMITTED);
        assertThat(verdict.connection()).isEqualTo(new ConnectionState(hop.sessionId(), null, false));
        assertThat(verdict.subject()).isEqualTo(new Subject(null, hop.hostKey(), hop.sessionId()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void spendsTheConnectionOfAnyOther(Row row) {
        Verdict verdict = RULES.admit(row.hop(), OPENED);

        assertThat(verdict.reason()).isEqualTo(row.reason());
        assertThat(verdict.connection()).isEqualTo(new ConnectionState(row.hop().sessionId(), null, true));
    }

    /** Each costs a verification and an event, so a peer may not have them without end. */
    @Test
    void countsAConnectionAsARequest() {
        assertThat(RULES.admit(HOP.hop(), OPENED).purpose()).isEqualTo(counted(OPENED));
        assertThat(RULES.admit(STRANGER.hop(), OPENED).purpose()).isEqualTo(counted(OPENED));
    }
}
