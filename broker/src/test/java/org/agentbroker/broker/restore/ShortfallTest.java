package org.agentbroker.broker.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.junit.jupiter.api.Test;

class ShortfallTest {
    private final List<PullEvent> heard = new ArrayList<>();
    private final Shortfall shortfall = new Shortfall("web1", heard::add);

    @Test
    void whatIsMissingIsToldAtTheEndAndHasOne() {
        for (int i = 0; i < 3000; i++) {
            say(new LogMessage("WARNING", "borg.archiver", "", "f" + i + ": open: [Errno 13] Permission denied"));
        }
        assertThat(heard).isEmpty();
        assertThat(shortfall.count()).isEqualTo(3000);
        shortfall.tell();
        assertThat(heard)
                .hasSize(Shortfall.MOST + 2)
                .startsWith(new Warning("web1", "not restored as it was:"))
                .endsWith(new Warning("web1", "and 2000 more"));
        shortfall.tell();
        assertThat(heard).hasSize(Shortfall.MOST + 2);
    }

    @Test
    void theRestIsToldAtOnce() {
        say(new Text("motd"));
        say(new ProgressMessage(" 12.0% Extracting: a", false));
        say(new LogMessage("ERROR", "borg", "", "x"));
        assertThat(heard).hasSize(3);
        assertThat(shortfall.progress()).isEqualTo("12.0% Extracting: a");
        assertThat(shortfall.count()).isZero();
    }

    @Test
    void aFullDiskIsKnownInTheWordsOfBoth() {
        say(new Text("tar: x: Cannot write: No space left on device"));
        say(new Text("tar: Exiting with failure status due to previous errors"));
        assertThat(shortfall.full()).contains("No space left");
        assertThat(shortfall.isOfFilesOnly()).isTrue();
        assertThat(shortfall.count()).isOne();

        Shortfall partly = new Shortfall("web1", heard::add);
        partly.heard(new Said("web1", new Text("tar: x: Wrote only 4096 of 10240 bytes")));
        assertThat(partly.full()).contains("Wrote only");

        Shortfall other = new Shortfall("web1", heard::add);
        other.heard(new Said("web1", new LogMessage("WARNING", "borg", "", "a: write: [Errno 28] No space")));
        assertThat(other.full()).contains("Errno 28");
    }

    private void say(BorgLine line) {
        shortfall.heard(new Said("web1", line));
    }
}
