package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What depends on time, on a person, or on how much there is already. */
class KeyringAgentTest {
    private final JdkKey key = JdkKey.ed25519();
    private final SettableClock clock = new SettableClock();
    private final List<String> asked = new ArrayList<>();
    private final List<AgentEvent> events = new ArrayList<>();
    private Runnable meanwhile = () -> {};
    private boolean allowed = true;
    private final KeyringAgent agent = KeyringAgent.open(this::ask, events::add, clock);
    private final AgentConnection connection = agent.connect();

    private boolean ask(String comment, String fingerprint, String user) {
        asked.add(comment + " " + fingerprint + " " + user);
        meanwhile.run();
        return allowed;
    }

    @AfterEach
    void closes() {
        agent.close();
    }

    @Test
    void forgetsAKeyAtTheEndOfItsLifetime() {
        connection.answer(Added.key(key, "one", Added.lifetime(60)));
        clock.advance(Duration.ofSeconds(60).minusNanos(1));
        assertThat(sign(key)).isNotEqualTo(Answers.FAILURE);

        clock.advance(Duration.ofNanos(1));

        assertThat(sign(key)).isEqualTo(Answers.FAILURE);
        assertThat(connection.answer(Frames.list())).isEqualTo(Answers.EMPTY_LIST);
    }

    @Test
    void forgetsAKeyThatNobodyAsksForAnyMore() {
        connection.answer(Added.key(key, "one", Added.lifetime(60)));
        HeldKey held = agent.find(key.blob()).orElseThrow();
        clock.advance(Duration.ofSeconds(60));

        agent.expire();

        assertThat(held.key().isClosed()).isTrue();
    }

    @Test
    void countsALifetimeBeyondTheSignedNumbers() {
        connection.answer(Added.key(key, "one", Added.lifetime(-1)));
        clock.advance(Duration.ofDays(365L * 100));

        assertThat(Added.comments(connection.answer(Frames.list()))).isEqualTo("one");
    }

    @Test
    void startsTheLifetimeAnewWithTheKey() {
        connection.answer(Added.key(key, "one", Added.lifetime(60)));
        clock.advance(Duration.ofSeconds(59));
        connection.answer(Added.key(key, "two"));
        clock.advance(Duration.ofDays(1));

        assertThat(Added.comments(connection.answer(Frames.list()))).isEqualTo("two");
    }

    @Test
    void wipesKeysThatAreReplacedRemovedOrLeft() {
        connection.answer(Added.key(key, "one"));
        HeldKey replaced = agent.find(key.blob()).orElseThrow();
        connection.answer(Added.key(key, "two"));
        HeldKey removed = agent.find(key.blob()).orElseThrow();
        connection.answer(Added.remove(key.blob()));
        connection.answer(Added.key(key, "three"));
        HeldKey left = agent.find(key.blob()).orElseThrow();
        assertThat(left.key().isClosed()).isFalse();
        agent.close();

        assertThat(List.of(replaced, removed, left)).allMatch(each -> each.key().isClosed());
        assertThat(connection.answer(Added.key(key))).isEqualTo(Answers.FAILURE);
    }

    @Test
    void asksBeforeEachUse() {
        connection.answer(Added.key(key, "one", Added.confirm()));
        Answers.signature(sign(key));
        allowed = false;

        assertThat(sign(key)).isEqualTo(Answers.FAILURE);
        assertThat(asked).containsExactly(question(null), question(null));
        assertThat(events).last().extracting(AgentEvent::reason).isEqualTo(Reason.NOT_CONFIRMED);
    }

    @Test
    void saysWhoseLoginIsAskedFor() {
        SessionBind bind = Peer.withEd25519().bind(Peer.session());
        connection.answer(Added.key(key, "one", Added.confirm()));
        Login login = new Login(bind.sessionId(), key.blob(), key.type(), bind.hostKey());

        Answers.signature(connection.answer(Frames.sign(login.request())));

        assertThat(asked).containsExactly(question("borg"));
    }

    @Test
    void asksNobodyAboutAKeyThatMayNotBeUsedHere() {
        byte[] elsewhere = Added.destinations(Added.step(null, Added.host("", "far", Peer.withEd25519())));
        connection.answer(Added.key(key, "one", Added.confirm(), elsewhere));

        assertThat(sign(key)).isEqualTo(Answers.FAILURE);
        assertThat(asked).isEmpty();
    }

    @Test
    void looksAgainWhenThePersonHasAnswered() {
        connection.answer(Added.key(key, "one", Added.confirm()));
        meanwhile = () -> agent.connect().answer(Added.lock("secret"));
        assertThat(sign(key)).isEqualTo(Answers.FAILURE);
        connection.answer(Added.unlock("secret"));
        meanwhile = () -> agent.connect().answer(Added.remove(key.blob()));

        assertThat(sign(key)).isEqualTo(Answers.FAILURE);
        assertThat(events)
                .extracting(AgentEvent::reason)
                .contains(Reason.IS_LOCKED)
                .last()
                .isEqualTo(Reason.NO_SUCH_KEY);
    }

    @Test
    void takesNoKeyThatNobodyCouldConfirm() {
        KeyringAgent alone = KeyringAgent.open(null, events::add, clock);

        assertThat(alone.connect().answer(Added.key(key, "one", Added.confirm())))
                .isEqualTo(Answers.FAILURE);
        assertThat(events).last().extracting(AgentEvent::reason).isEqualTo(Reason.NOBODY_TO_ASK);
    }

    @Test
    void tellsEachDecisionWithoutData() {
        connection.answer(Added.key(key));
        sign(key);

        assertThat(events).extracting(AgentEvent::reason).containsExactly(Reason.KEY_ADDED, Reason.DATA_SIGNED);
        AgentEvent event = events.get(1);
        assertThat(events).extracting(AgentEvent::key).containsOnly(key.blob().fingerprint());
        assertThat(event.signaturesLeft()).isNull();
        assertThat(event.connection()).isOne();
    }

    private String question(String user) {
        return "one " + key.blob().fingerprint() + " " + user;
    }

    private byte[] sign(JdkKey by) {
        return connection.answer(Frames.sign(new SignRequest(by.blob(), Blob.of(new byte[] {1}), 0)));
    }
}
