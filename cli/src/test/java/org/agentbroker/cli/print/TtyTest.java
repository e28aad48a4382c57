package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TtyTest {
    @Test
    void aDescriptorThatIsNotOpenIsNoTerminal() {
        assertThat(Tty.is(987654)).isFalse();
    }

    /** The build talks to its test process through pipes. */
    @Test
    void aPipeIsNoTerminal() {
        assertThat(Tty.is(0)).isFalse();
    }
}
