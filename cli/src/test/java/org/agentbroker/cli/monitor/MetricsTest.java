package org.agentbroker.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.history.Latest;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.history.Result;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.ledger.Standing;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.cli.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void textIsWhatIsCheckedIn() throws Exception {
        ArchiveSummary archive = new ArchiveSummary("a1", "fe2c", 81.46, 2, 3_000_525, 4321);
        Ending ending = new Ending(NOON, Duration.ofMillis(81_460), Result.of(new Completed(archive), 0));
        PastPull done = new PastPull("web1", "create", NOON.minusSeconds(81), Optional.of(ending), false);
        PastPull running = new PastPull("web1", "create", NOON, Optional.empty(), true);
        Map<String, Latest> all = new LinkedHashMap<>();
        all.put("web1", new Latest(Optional.of(done), Optional.of(done)));
        all.put("a\"b\\c\nd", new Latest(Optional.of(running), Optional.of(done)));
        all.put("new", new Latest(Optional.empty(), Optional.empty()));

        Standing standing = new Standing(NOON, 7, 2, "");
        String text = Metrics.text(all, Map.of("web1", standing, "another", standing));
        assertThat(text).isEqualTo(Commands.golden("metrics.prom", text));
    }

    @Test
    void theFileIsReplacedAndEveryoneMayReadIt() throws Exception {
        History history = History.in(directory.resolve("state"), () -> NOON);
        Path file = directory.resolve("broker.prom");
        Metrics metrics = new Metrics(file, List.of("web1"), history, Ledgers.in(directory.resolve("state")));
        metrics.write();
        assertThat(file).content().contains("broker_running{client=\"web1\"} 0\n");
        history.begin("web1", "create").record();
        metrics.write();
        assertThat(file).content().contains("broker_running{client=\"web1\"} 1\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        try (var files = Files.list(directory)) {
            assertThat(files).extracting(each -> each.getFileName().toString()).containsOnly("broker.prom", "state");
        }
    }

    @Test
    void aPlaceThatIsOfNoUseIsNamed() {
        Path file = directory.resolve("no/broker.prom");
        Metrics metrics = new Metrics(file, List.of(), History.in(directory, () -> NOON), Ledgers.in(directory));
        assertThatThrownBy(metrics::write)
                .isInstanceOf(UnusableInput.class)
                .hasMessage("the metrics " + file + " cannot be written: NoSuchFile");
    }
}
