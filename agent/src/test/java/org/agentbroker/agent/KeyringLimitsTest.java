package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.HostCertificate;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.policy.Reason;
import org.junit.jupiter.api.Test;

/** How much the general agent keeps. */
class KeyringLimitsTest {
    private final List<AgentEvent> events = new ArrayList<>();
    private final KeyringAgent agent = KeyringAgent.open(null, events::add, new SettableClock());
    private final AgentConnection connection = agent.connect();

    @Test
    void listsNoMoreThanProgramsTake() {
        String comment = "c".repeat(100_000);
        assertThat(connection.answer(Added.key(JdkKey.ed25519(), comment))).isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Added.key(JdkKey.ed25519(), comment))).isEqualTo(Answers.SUCCESS);

        assertThat(connection.answer(Added.key(JdkKey.ed25519(), comment))).isEqualTo(Answers.FAILURE);

        assertThat(lastReason()).isEqualTo(Reason.KEYRING_FULL);
        assertThat(connection.answer(Frames.list()).length).isLessThan(256 * 1024);
    }

    @Test
    void fillsTheListToTheLastByte() {
        int fixed = 1 + Integer.BYTES + 2 * Integer.BYTES + 51; // number, count, two lengths, an Ed25519 key
        JdkKey key = JdkKey.ed25519();
        assertThat(connection.answer(Added.key(key, "c".repeat(256 * 1024 - fixed))))
                .isEqualTo(Answers.SUCCESS);
        assertThat(connection.answer(Frames.list())).hasSize(Integer.BYTES + 256 * 1024);

        assertThat(connection.answer(Added.key(key, "c".repeat(256 * 1024 - fixed + 1))))
                .isEqualTo(Answers.FAILURE);
        assertThat(Added.comments(connection.answer(Frames.list()))).hasSize(256 * 1024 - fixed);
    }

    @Test
    void keepsNoMoreConstraintsThanItHasRoomFor() {
        byte[] step = Added.step(null, Added.host("", "h".repeat(200_000), Peer.withEd25519()));
        int added = 0;
        while (added < 100 && isAdded(Added.key(JdkKey.ed25519(), "", Added.destinations(step)))) {
            added++;
        }

        assertThat(added).isBetween(15, 21);
        assertThat(lastReason()).isEqualTo(Reason.KEYRING_FULL);
    }

    @Test
    void givesTheRoomOfARemovedKeyBack() {
        String comment = "c".repeat(200_000);
        for (int i = 0; i < 30; i++) {
            JdkKey key = JdkKey.ed25519();
            assertThat(connection.answer(Added.key(key, comment))).isEqualTo(Answers.SUCCESS);
            assertThat(connection.answer(Added.remove(key.blob()))).isEqualTo(Answers.SUCCESS);
        }
    }

    @Test
    void keepsHostKeysOfAllConnectionsWithinBounds() {
        JdkKey authority = JdkKey.ed25519();
        List<AgentConnection> open = new ArrayList<>();
        while (open.size() < 2000 && isBound(open, authority)) {
            // until there is no more room
        }
        assertThat(open).hasSizeBetween(500, 1000);
        assertThat(lastReason()).isEqualTo(Reason.TOO_MANY_BINDS);

        open.forEach(AgentConnection::close);
        open.forEach(AgentConnection::close); // which gives nothing back twice

        int again = open.size();
        open.clear();
        while (open.size() < 2000 && isBound(open, authority)) {
            // once more
        }
        assertThat(open).hasSize(again);
    }

    @Test
    void takesNoRoomForABindThatItHasAlready() {
        byte[] bind = Frames.bind(new HostCertificate(JdkKey.ed25519())
                .principal("h".repeat(12_000))
                .hop());
        for (int i = 0; i < 1000; i++) { // there is room for 700
            assertThat(connection.answer(bind)).isEqualTo(Answers.SUCCESS);
        }
    }

    @Test
    void refusesAHostKeyOfAbsurdSize() {
        HostCertificate host = new HostCertificate(JdkKey.ed25519()).principal("h".repeat(17_000));

        assertThat(connection.answer(Frames.bind(host.bind()))).isEqualTo(Answers.EXTENSION_FAILURE);
    }

    private boolean isBound(List<AgentConnection> open, JdkKey authority) {
        AgentConnection each = agent.connect();
        open.add(each);
        byte[] bind = Frames.bind(
                new HostCertificate(authority).principal("h".repeat(12_000)).bind());
        return each.answer(bind)[Integer.BYTES] == 6;
    }

    private boolean isAdded(byte[] message) {
        return connection.answer(message)[Integer.BYTES] == 6;
    }

    private Reason lastReason() {
        return events.get(events.size() - 1).reason();
    }
}
