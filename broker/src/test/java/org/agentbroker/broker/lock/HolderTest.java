package org.agentbroker.broker.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HolderTest {
    private static final Instant SINCE = Instant.parse("2026-11-26T01:02:03Z");

    @Test
    void isReadAsItWasWritten() {
        Holder holder = Holder.here("web1", SINCE, "borg list --format {path}\\n\n\r\t\\ # = : \u00e9 end\\");

        assertThat(Holder.of(holder.text())).contains(holder);
        assertThat(holder.text()).hasLineCount(4);
    }
}
