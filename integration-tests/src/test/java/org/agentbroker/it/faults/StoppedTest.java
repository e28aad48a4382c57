package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pull that has to end in the middle of its transfer ends in order, whatever the way back; all at the same time. */
@ExtendWith({LabExtension.class, NothingLeft.class})
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class StoppedTest {
    private final Lab lab;
    private final Map<Way, String> repositories = new EnumMap<>(Way.class);

    StoppedTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void repositories() throws InterruptedException {
        for (Way way : Way.values()) {
            repositories.put(way, lab.newRepository());
        }
        List<CablePull> pulls = pulls(pull -> {});
        try (Library usual = new Library(Timing.DEFAULT)) {
            for (Run run : pulls.stream().map(pull -> pull.init(usual)).toList()) {
                assertThat(run.await()).isInstanceOf(Outcome.Completed.class);
            }
        } finally {
            pulls.forEach(CablePull::close);
        }
    }

    private List<CablePull> pulls(Consumer<CablePull> action) {
        List<CablePull> pulls = new ArrayList<>();
        repositories.forEach((way, repository) ->
                pulls.add(new CablePull(lab, way, Moment.TRANSFER, repository, Timing.DEFAULT, action)));
        return pulls;
    }

    @Test
    void cancelled() throws IOException {
        assertEndInOrder(pulls(pull -> pull.run().cancel()), Cause.CANCELLED);
    }

    @Test
    void overdue() throws IOException {
        List<CablePull> pulls = pulls(pull -> {});
        pulls.forEach(pull -> pull.config().client("deadline", "15s"));
        assertEndInOrder(pulls, Cause.DEADLINE);
    }

    private void assertEndInOrder(List<CablePull> pulls, Cause cause) throws IOException {
        byte[] authorizedKeys = Files.readAllBytes(lab.authorizedKeys());
        try {
            pulls.forEach(CablePull::start);
            for (CablePull pull : pulls) {
                assertThat(pull.outcome())
                        .as(pull.toString())
                        .isInstanceOfSatisfying(
                                Outcome.Failed.class,
                                failed -> assertThat(failed.cause())
                                        .as(failed.toString())
                                        .isEqualTo(cause));
            }
            // it was waited for
            assertThat(NothingLeft.processes(lab))
                    .noneMatch(entry ->
                            entry.argv().contains("borg") && !entry.argv().startsWith("sshd"));
            assertThat(NothingLeft.locks(lab)).isEmpty();
            assertThat(lab.authorizedKeys()).hasBinaryContent(authorizedKeys);
        } finally {
            pulls.forEach(CablePull::close);
        }
    }
}
