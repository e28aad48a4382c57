package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.junit.jupiter.api.Test;

/** When the key goes. That a closed key is zero is tested with {@code AgentKey}. */
class AgentWipeTest {
    @Test
    void keepsTheKeyWhileASignatureIsLeft() {
        Purpose purpose = new Purpose(2);

        Answers.signature(purpose.signOnce());
        assertThat(purpose.key.isClosed()).isFalse();
        Answers.signature(purpose.signOnce());
        assertThat(purpose.key.isClosed()).isTrue();
    }

    @Test
    void wipesTheKeyAtItsClose() {
        Purpose purpose = new Purpose(1);
        AgentConnection connection = purpose.connect();

        purpose.agent.close();
        purpose.agent.close();

        assertThat(purpose.key.isClosed()).isTrue();
        assertThat(purpose.signOnce(connection)).isEqualTo(Answers.FAILURE);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
    }

    @Test
    void wipesTheKeyAtTheFirstRequestAfterItsLifetime() {
        Purpose purpose = new Purpose(1);
        AgentConnection connection = purpose.connect();
        purpose.clock.advance(Purpose.LIFETIME.minusNanos(1));
        connection.answer(Frames.list());
        assertThat(purpose.key.isClosed()).isFalse();

        purpose.clock.advance(Duration.ofNanos(1));
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);

        assertThat(purpose.key.isClosed()).isTrue();
        assertThat(purpose.reasons()).endsWith(Reason.NOT_BOUND, Reason.EXPIRED);
    }

    @Test
    void refusesALoginThatComesAsItEnds() {
        Purpose purpose = new Purpose(1);
        AgentConnection connection = purpose.connect();
        SessionBind bind = purpose.bind();
        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.SUCCESS);

        purpose.clock.advance(Purpose.LIFETIME);

        assertThat(connection.answer(Frames.sign(purpose.login(bind).request())))
                .isEqualTo(Answers.FAILURE);
        assertThat(purpose.agent.signaturesLeft()).isOne();
    }

    /** The key is closed by another owner between the decision and the signature. */
    @Test
    void tellsWhenTheKeyCannotSign() {
        Purpose purpose = new Purpose(1);
        purpose.key.close();

        assertThat(purpose.signOnce()).isEqualTo(Answers.FAILURE);
        assertThat(purpose.reasons())
                .containsExactly(Reason.HOP_ADMITTED, Reason.BOUND, Reason.SIGNED, Reason.SIGNING_FAILED);
        assertThat(purpose.agent.signaturesLeft()).isZero();
    }

    @Test
    void signsNothingThatItsListenerDidNotTake() {
        Purpose purpose = new Purpose(1, event -> {
            if (event.reason() == Reason.SIGNED) {
                throw new IllegalStateException("the audit is full");
            }
        });
        AgentConnection connection = purpose.connect();

        assertThatThrownBy(() -> purpose.signOnce(connection)).hasMessage("the audit is full");
        assertThat(purpose.agent.signaturesLeft()).isZero();
        assertThat(purpose.key.isClosed()).isTrue();
    }

    @Test
    void makesRoomForTheConnectionThatItsListenerDidNotTake() {
        boolean[] full = {true};
        Purpose purpose = new Purpose(1, event -> {
            if (full[0]) {
                throw new IllegalStateException("the audit is full");
            }
        });
        for (int i = 0; i < ForwardedAgent.MOST_CONNECTIONS; i++) {
            assertThatThrownBy(purpose::connect).hasMessage("the audit is full");
        }
        full[0] = false;

        Answers.signature(purpose.signOnce());
    }

    @Test
    void signsAsOftenAsItMayForPeersThatAskAtTheSameTime() throws Exception {
        for (int round = 0; round < 20; round++) {
            Purpose purpose = new Purpose(3);
            List<Future<byte[]>> answers = new ArrayList<>();
            ExecutorService threads = Executors.newFixedThreadPool(ForwardedAgent.MOST_CONNECTIONS);
            try {
                for (int i = 0; i < ForwardedAgent.MOST_CONNECTIONS; i++) {
                    AgentConnection connection = purpose.connect();
                    answers.add(threads.submit(() -> purpose.signOnce(connection)));
                }
                int signed = 0;
                for (Future<byte[]> answer : answers) {
                    signed += answer.get()[4] == 14 ? 1 : 0;
                }
                assertThat(signed).isEqualTo(3);
                assertThat(purpose.key.isClosed()).isTrue();
            } finally {
                threads.shutdown();
            }
        }
    }
}
