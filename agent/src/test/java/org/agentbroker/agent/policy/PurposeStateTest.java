package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.HOP;
import static org.agentbroker.agent.policy.Situations.KEY;
import static org.agentbroker.agent.policy.Situations.POLICY;
import static org.agentbroker.agent.policy.Situations.RULES;
import static org.agentbroker.agent.policy.Situations.SERVER;
import static org.agentbroker.agent.policy.Situations.START;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.Test;

class PurposeStateTest {
    @Test
    void beginsWithThePolicysNumbers() {
        PurposeState opened = PurposeState.opened(POLICY, START);

        assertThat(opened).isEqualTo(new PurposeState(2, 256 + 8, Set.of(), START.plusSeconds(300), false));
    }

    /** The verdict that grants a signature holds the lower count: whoever signs has paid before. */
    @Test
    void paysForASignatureInItsVerdict() {
        PurposeState opened = PurposeState.opened(POLICY, START);
        Verdict first = sign(opened, Peer.session());
        Verdict second = sign(first.purpose(), Peer.session());
        Verdict third = sign(second.purpose(), Peer.session());

        assertThat(first.purpose().signaturesLeft()).isEqualTo(1);
        assertThat(second.purpose().signaturesLeft()).isZero();
        assertThat(third.reason()).isEqualTo(Reason.EXHAUSTED);
        assertThat(third.purpose().signaturesLeft()).isZero();
    }

    @Test
    void signsASessionOnceEvenOverAnotherConnection() {
        Blob session = Peer.session();
        Verdict first = sign(PurposeState.opened(POLICY, START), session);
        Verdict again = sign(first.purpose(), session);
        Verdict other = sign(again.purpose(), Peer.session());

        assertThat(first.reason()).isEqualTo(Reason.SIGNED);
        assertThat(again.reason()).isEqualTo(Reason.SESSION_REPEATED);
        assertThat(again.purpose().signaturesLeft()).isEqualTo(1);
        assertThat(other.reason()).isEqualTo(Reason.SIGNED);
    }

    @Test
    void cannotBeChangedThroughItsSet() {
        Set<Blob> sessions = new HashSet<>();
        PurposeState state = new PurposeState(1, 1, sessions, START, false);
        sessions.add(Peer.session());

        assertThat(state.signedSessions()).isEmpty();
    }

    private static Verdict sign(PurposeState purpose, Blob session) {
        SessionBind bind = SERVER.bind(session);
        ConnectionState connection = RULES.admit(HOP.hop(), purpose).connection();
        ConnectionState bound = RULES.decide(bind, connection, purpose, START).connection();
        Login login = new Login(session, KEY.blob(), KEY.type(), bind.hostKey());
        return RULES.decide(login.request(), bound, purpose, START);
    }
}
