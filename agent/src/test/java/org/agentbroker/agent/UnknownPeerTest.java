package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.PurposeState;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers of a socket: the hop is what they prove it to be, before anything else. */
class UnknownPeerTest {
    @ParameterizedTest
    @EnumSource
    void signsForOneThatTellsItsHopAndItsDestination(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        AgentConnection connection = purpose.connectUnknown();
        SessionBind bind = purpose.bind();

        assertThat(connection.answer(Frames.bind(purpose.hop.hop()))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.listOf(purpose.key.publicBlob()));
        Answers.signature(connection.answer(Frames.sign(purpose.login(bind).request())));

        assertThat(purpose.reasons())
                .containsExactly(Reason.CONNECTED, Reason.HOP_ADMITTED, Reason.BOUND, Reason.LISTED, Reason.SIGNED);
    }

    /** {@code ssh-add -l} at the hop: who only looks sees nothing, and spends nothing. */
    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void showsNothingBeforeTheHopIsTold(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        AgentConnection connection = purpose.connectUnknown();

        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(connection.answer(Frames.bind(purpose.hop.hop()))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        Answers.signature(purpose.signOnce(connection));
        assertThat(purpose.reasons()).containsSubsequence(Reason.HOP_UNKNOWN, Reason.NOT_BOUND, Reason.SIGNED);
    }

    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void signsNothingForALoginOfThisVeryHost(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        AgentConnection connection = purpose.connectUnknown();

        assertThat(purpose.signOnce(connection)).isEqualTo(Answers.FAILURE);
        assertThat(connection.answer(Frames.bind(purpose.hop.hop()))).isEqualTo(Answers.EXTENSION_FAILURE);
        assertThat(purpose.reasons())
                .containsExactly(
                        Reason.CONNECTED, Reason.HOP_NOT_FORWARDING, Reason.CONNECTION_SPENT, Reason.CONNECTION_SPENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-ed25519", "lock", "remove", "sign-ed25519"})
    void isDoneWithOneThatAsksForSomethingElseFirst(String request) {
        Purpose purpose = new Purpose(1);
        AgentConnection connection = purpose.connectUnknown();

        assertThat(connection.answer(Golden.message(request))).isEqualTo(Answers.FAILURE);
        assertThat(connection.answer(Frames.bind(purpose.hop.hop()))).isEqualTo(Answers.EXTENSION_FAILURE);
    }

    @Test
    void letsOneThatIsSpentNotSpendAnother() {
        Purpose purpose = new Purpose(1);
        purpose.connectUnknown().answer(Frames.bind(Peer.withEd25519().hop()));
        AgentConnection connection = purpose.connectUnknown();
        connection.answer(Frames.bind(purpose.hop.hop()));

        Answers.signature(purpose.signOnce(connection));
    }

    @Test
    void forgetsTheKeyWhenAPeerWantsThat() {
        Purpose purpose = new Purpose(1);

        assertThat(purpose.connectUnknown().answer(Frames.removeAll())).isEqualTo(Answers.SUCCESS);
        assertThat(purpose.key.isClosed()).isTrue();
        assertThat(purpose.agent.connect()).isNull();
    }

    @Test
    void opensEightConnectionsAtATimeOfBothKinds() {
        Purpose purpose = new Purpose(1);
        for (int i = 0; i < 4; i++) {
            purpose.connect();
            purpose.connectUnknown();
        }

        assertThat(purpose.agent.connect()).isNull();
        assertThat(purpose.agent.connect(purpose.hop.hop())).isNull();
        assertThat(purpose.reasons()).hasSize(9).endsWith(Reason.TOO_MANY_CONNECTIONS);
    }

    @Test
    @Timeout(30)
    void endsForPeersThatConnectForEver() {
        Purpose purpose = new Purpose(1);
        int opened = 0;
        for (int i = 0; i < 2000; i++) {
            AgentConnection connection = purpose.agent.connect();
            if (connection != null) {
                opened++;
                connection.close();
            }
        }

        assertThat(opened).isEqualTo(PurposeState.MOST_REQUESTS + 4);
        assertThat(purpose.key.isClosed()).isTrue();
    }
}
