package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.junit.jupiter.api.Test;

class TailsTest {
    @Test
    void eachClientHasItsOwnLastLines() {
        Tails tails = new Tails(1000);
        for (int i = 0; i < 500; i++) {
            tails.heard(new Said("web1", new BorgLine.Text("é" + i)));
        }
        tails.heard(new Note("web2", "hello"));
        tails.ended("web1", new Failed(Phase.COMMAND, Cause.BORG_FAILED, "it failed", "look"));

        assertThat(tails.of("web1"))
                .startsWith("web1: é")
                .endsWith("web1: é499\nbroker: it failed\nbroker: hint: look\n");
        assertThat(tails.of("web1").getBytes(StandardCharsets.UTF_8).length).isBetween(950, 1000);
        assertThat(tails.of("web2")).isEqualTo("broker: web2: hello\n");
        assertThat(tails.of("web3")).isEmpty();
    }
}
