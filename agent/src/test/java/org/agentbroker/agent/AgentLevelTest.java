package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations of clients and servers that know less than OpenSSH 8.9. */
class AgentLevelTest {
    @Test
    void boundSignsAPlainLoginOfItsBind() {
        assertThat(plainAfterABind(PolicyLevel.HOSTBOUND)).isEqualTo(Answers.FAILURE);
        Answers.signature(plainAfterABind(PolicyLevel.BOUND));
        Answers.signature(plainAfterABind(PolicyLevel.UNBOUND));
    }

    private static byte[] plainAfterABind(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        AgentConnection connection = purpose.connect();
        SessionBind bind = purpose.bind();
        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.SUCCESS);
        return connection.answer(
                Frames.sign(purpose.login(bind).method("publickey").request()));
    }

    @ParameterizedTest
    @EnumSource(names = {"HOSTBOUND", "BOUND"})
    void nothingIsThereForAClientThatNeverBinds(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        for (AgentConnection connection : List.of(purpose.connect(), purpose.connectUnknown())) {
            assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
            assertThat(connection.answer(plain(purpose))).isEqualTo(Answers.FAILURE);
        }
    }

    @Test
    void unboundSignsForAClientThatNeverBindsAsOftenAsItMay() {
        Purpose purpose = new Purpose(PolicyLevel.UNBOUND, 2);
        List<AgentConnection> connections = new ArrayList<>();
        for (AgentConnection connection : List.of(purpose.connect(), purpose.connectUnknown())) {
            assertThat(connection.answer(Frames.list())).isEqualTo(Answers.listOf(purpose.key.publicBlob()));
            Answers.signature(connection.answer(plain(purpose)));
            connections.add(connection);
        }
        assertThat(purpose.key.isClosed()).isTrue();
        for (AgentConnection connection : connections) {
            assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
            assertThat(connection.answer(plain(purpose))).isEqualTo(Answers.FAILURE);
        }
        assertThat(purpose.agent.signaturesLeft()).isZero();
    }

    /** Signing twice for one session is what a copied request would be. */
    @Test
    void unboundSignsOneSessionOnce() {
        Purpose purpose = new Purpose(PolicyLevel.UNBOUND, 2);
        byte[] login = plain(purpose);
        Answers.signature(purpose.connect().answer(login));

        assertThat(purpose.connect().answer(login)).isEqualTo(Answers.FAILURE);
        assertThat(purpose.reasons()).endsWith(Reason.SESSION_REPEATED);
        assertThat(purpose.agent.signaturesLeft()).isOne();
    }

    @Test
    void unboundIsDoneWithAConnectionWhoseBindIsRefused() {
        Purpose purpose = new Purpose(PolicyLevel.UNBOUND, 1);
        AgentConnection connection = purpose.connect();

        assertThat(connection.answer(Frames.bind(Peer.withEd25519().bind(Peer.session()))))
                .isEqualTo(Answers.EXTENSION_FAILURE);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(connection.answer(plain(purpose))).isEqualTo(Answers.FAILURE);
    }

    @ParameterizedTest
    @EnumSource
    void theHopOfACarrierIsPinnedAtEveryLevel(PolicyLevel level) {
        Purpose purpose = new Purpose(level, 1);
        AgentConnection connection = purpose.agent.connect(Peer.withEd25519().hop());

        assertThat(connection).isNotNull();
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(connection.answer(plain(purpose))).isEqualTo(Answers.FAILURE);
        assertThat(purpose.reasons()).startsWith(Reason.HOP_NOT_PINNED, Reason.CONNECTION_SPENT);
    }

    private static byte[] plain(Purpose purpose) {
        return Frames.sign(purpose.login(purpose.bind()).method("publickey").request());
    }
}
