package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void grantsEightThingsAndRefusesAllElse() {
        assertThat(Arrays.stream(Reason.values()).filter(Reason::allowed))
                .containsExactly(
                        Reason.LISTED,
                        Reason.CONNECTED,
                        Reason.HOP_ADMITTED,
                        Reason.HOP_UNPINNED,
                        Reason.BOUND,
                        Reason.SIGNED,
                        Reason.QUERIED,
                        Reason.REMOVED,
                        Reason.KEYS_LISTED,
                        Reason.DATA_SIGNED,
                        Reason.KEY_ADDED,
                        Reason.KEY_REPLACED,
                        Reason.KEY_REMOVED,
                        Reason.ALL_REMOVED,
                        Reason.BIND_RECORDED,
                        Reason.LOCKED,
                        Reason.UNLOCKED);
    }

    @Test
    void hasASentenceOfItsOwnForPeople() {
        assertThat(Arrays.stream(Reason.values()).map(Reason::sentence))
                .doesNotHaveDuplicates()
                .allSatisfy(sentence -> assertThat(sentence).matches("[a-z][^.]{10,}[^.\\s]"));
    }
}
