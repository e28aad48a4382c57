package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.policy.PurposeState;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AgentLimitsTest {
    private final Purpose purpose = new Purpose(1);
    private final SessionBind hop = purpose.hop.hop();

    /** Connections and requests that one signature pays for. */
    private static final int REQUESTS = PurposeState.MOST_REQUESTS + 4;

    @Test
    void opensEightConnectionsAtATime() {
        List<AgentConnection> open = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            open.add(purpose.connect());
        }
        assertThat(purpose.agent.connect(hop)).isNull();

        open.get(0).close();
        open.get(0).close(); // makes room for one, not for two
        AgentConnection ninth = purpose.connect();

        assertThat(purpose.agent.connect(hop)).isNull();
        Answers.signature(purpose.signOnce(ninth));
    }

    @Test
    void tellsOnceThatItIsFull() {
        for (int i = 0; i < 8; i++) {
            purpose.connect();
        }
        for (int i = 0; i < 2000; i++) {
            assertThat(purpose.agent.connect(hop)).isNull();
        }

        assertThat(purpose.reasons()).hasSize(9);
        assertThat(purpose.reasons()).endsWith(Reason.TOO_MANY_CONNECTIONS);
    }

    @Test
    void refusesAllThatComesAfterTheLimitAndTellsItOnce() {
        AgentConnection connection = purpose.connect();
        byte[] last = {};
        for (int i = 0; i < 2000; i++) {
            last = connection.answer(Frames.query());
        }

        assertThat(last).isEqualTo(Answers.FAILURE);
        assertThat(purpose.reasons()).hasSize(REQUESTS + 1);
        assertThat(purpose.reasons().subList(1, REQUESTS)).containsOnly(Reason.QUERIED);
        assertThat(purpose.reasons()).endsWith(Reason.QUERIED, Reason.TOO_MANY_REQUESTS);
        assertThat(purpose.key.isClosed()).isTrue();
        assertThat(purpose.signOnce(connection)).isEqualTo(Answers.FAILURE);
        assertThat(purpose.agent.connect(hop)).isNull();
    }

    @Test
    @Timeout(30)
    void endsForAPeerThatOpensAndClosesConnectionsForEver() {
        for (int i = 0; i < 2000; i++) {
            AgentConnection connection = purpose.agent.connect(hop);
            if (connection != null) {
                connection.tooLarge();
                connection.close();
            }
        }

        assertThat(purpose.reasons()).hasSize(2 * REQUESTS + 1);
        assertThat(purpose.reasons()).endsWith(Reason.TOO_LARGE, Reason.TOO_MANY_REQUESTS);
        assertThat(purpose.key.isClosed()).isTrue();
    }
}
