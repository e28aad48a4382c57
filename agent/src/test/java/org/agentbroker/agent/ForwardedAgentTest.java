package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations, in bytes. */
class ForwardedAgentTest {
    private final Purpose purpose = new Purpose(1);
    private final SessionBind bind = purpose.bind();
    private final Login login = purpose.login(bind);
    private final AgentConnection connection = purpose.connect();

    @AfterEach
    void closes() {
        purpose.agent.close();
    }

    @Test
    void signsOneLogin() {
        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.listOf(purpose.key.publicBlob()));
        Blob signature = Answers.signature(connection.answer(Frames.sign(login.request())));

        assertThat(purpose.publicKey.hasSigned(login.data().toBytes(), signature))
                .isTrue();
        assertThat(purpose.agent.signaturesLeft()).isZero();
    }

    @Test
    void signsNoSecondLogin() {
        Answers.signature(purpose.signOnce(connection));

        assertThat(purpose.signOnce()).isEqualTo(Answers.FAILURE);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
    }

    @Test
    void signsOneSessionOnceOverTwoConnections() {
        Purpose two = new Purpose(2);
        SessionBind same = two.bind();
        byte[][] answers = new byte[2][];
        for (int i = 0; i < 2; i++) {
            AgentConnection each = two.connect();
            assertThat(each.answer(Frames.bind(same))).isEqualTo(Answers.SUCCESS);
            answers[i] = each.answer(Frames.sign(two.login(same).request()));
        }

        Answers.signature(answers[0]);
        assertThat(answers[1]).isEqualTo(Answers.FAILURE);
        assertThat(two.agent.signaturesLeft()).isOne();
        two.agent.close();
    }

    @Test
    void showsNothingBeforeTheBind() {
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.listOf(purpose.key.publicBlob()));
    }

    @Test
    void bindsAConnectionOnce() {
        connection.answer(Frames.bind(bind));

        assertThat(connection.answer(Frames.bind(purpose.bind()))).isEqualTo(Answers.EXTENSION_FAILURE);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(connection.answer(Frames.sign(login.request()))).isEqualTo(Answers.FAILURE);
    }

    @Test
    void letsOneConnectionNotSpendAnother() {
        connection.answer(Frames.bind(Peer.withEd25519().bind(Peer.session())));

        assertThat(connection.answer(Frames.bind(bind))).isEqualTo(Answers.EXTENSION_FAILURE);
        Answers.signature(purpose.signOnce());
    }

    @Test
    void givesNothingToAPeerBehindAnotherHop() {
        AgentConnection other = purpose.agent.connect(Peer.withEd25519().hop());

        assertThat(other).isNotNull();
        assertThat(other.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
        assertThat(other.answer(Frames.bind(bind))).isEqualTo(Answers.EXTENSION_FAILURE);
        assertThat(other.answer(Frames.sign(login.request()))).isEqualTo(Answers.FAILURE);
    }

    @Test
    void namesItsOneExtension() {
        byte[] answer = connection.answer(Frames.query());

        assertThat(answer).startsWith(0, 0, 0, 38, 29);
        assertThat(new String(answer, 5, 37, StandardCharsets.US_ASCII))
                .isEqualTo("\0\0\0\5query\0\0\0\30session-bind@openssh.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"add-ed25519", "add-rsa", "add-constrained", "remove", "lock", "unlock"})
    void refusesWhatWouldChangeItAndGoesOn(String name) {
        assertThat(connection.answer(Golden.message(name))).isEqualTo(Answers.FAILURE);
        Answers.signature(purpose.signOnce(connection));
    }

    @Test
    void answersEveryMessageNumber() {
        for (int number = 0; number < 256; number++) {
            if (number != 11 && number != 19) {
                assertThat(connection.answer(new byte[] {(byte) number}))
                        .as("message %d", number)
                        .isEqualTo(Answers.FAILURE);
            }
        }
    }

    @Test
    void forgetsTheKeyWhenAPeerWantsThat() {
        assertThat(connection.answer(Frames.removeAll())).isEqualTo(Answers.SUCCESS);

        assertThat(purpose.key.isClosed()).isTrue();
        assertThat(connection.answer(Frames.removeAll())).isEqualTo(Answers.FAILURE);
        assertThat(purpose.agent.connect(purpose.hop.hop())).isNull();
    }
}
