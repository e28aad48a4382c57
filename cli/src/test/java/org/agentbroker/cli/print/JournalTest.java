package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JournalTest {
    @Test
    void readsWhatItWasGivenAndNothingElse() throws Exception {
        Path own = Path.of("/proc/self/fd/2");
        String stream = Files.getAttribute(own, "unix:dev") + ":" + Files.getAttribute(own, "unix:ino");
        assertThat(Journal.reads(2, Map.of("JOURNAL_STREAM", stream))).isTrue();
        assertThat(Journal.reads(2, Map.of("JOURNAL_STREAM", stream + "1"))).isFalse();
        assertThat(Journal.reads(2, Map.of("JOURNAL_STREAM", ""))).isFalse();
        assertThat(Journal.reads(2, Map.of())).isFalse();
    }
}
