package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is tried again by itself, with {@code retry}: what failed before borg was started, and nothing else. */
@ExtendWith({LabExtension.class, NothingLeft.class})
@Timeout(60)
class RetryTest {
    private final Lab lab;

    RetryTest(Lab lab) {
        this.lab = lab;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void connectionThatIsLostBeforeBorgStartedIsTriedAgain(Way way) throws InterruptedException {
        try (Cable cable = Cable.to(lab.clientPort())) {
            List<String> notes = notes(cable, Phase.FORWARD, config(way, cable), Outcome.Completed.class);

            assertThat(notes)
                    .singleElement()
                    .satisfies(note -> assertThat(note)
                            .contains(
                                    "the connection to web1 was lost before the command started; trying again in 0 s"));
            assertThat(cable.connections()).isEqualTo(2);
        }
    }

    @Test
    void nothingIsTriedAgainAfterTheCommandStarted() throws InterruptedException {
        try (Cable cable = Cable.to(lab.clientPort())) {
            List<String> notes = notes(cable, Phase.COMMAND, config(Way.EMBEDDED, cable), Outcome.Failed.class);

            assertThat(notes).isEmpty();
            assertThat(cable.connections()).isOne();
        }
    }

    @Test
    void errorOfBorgIsNotTriedAgain() throws InterruptedException {
        try (Cable cable = Cable.to(lab.clientPort());
                Library library = new Library(Timing.DEFAULT)) {
            Outcome outcome = library.run(config(Way.EMBEDDED, cable).create("options", "[--no-such-option]"));

            assertThat(((Outcome.Failed) outcome).cause()).isEqualTo(Cause.BORG_FAILED);
            assertThat(notes(library.events())).isEmpty();
            assertThat(cable.connections()).isOne();
        }
    }

    @Test
    void nameThatIsNotKnownIsLookedUpAgain() throws InterruptedException {
        try (Library library = new Library(Timing.DEFAULT)) {
            Outcome outcome = library.run(SharedRepository.config(lab)
                    .client("host", "no-such-host.invalid")
                    .client("retry", "{attempts: 3, delay: 0s}"));

            Library.assertFailed(outcome, Cause.UNREACHABLE, "the name is not known", "is it up?");
            assertThat(notes(library.events()))
                    .hasSize(2)
                    .allMatch(note -> note.contains("the name is not known; trying"));
        }
    }

    /** Cuts the first connection at its entry into a phase. */
    private static List<String> notes(Cable cable, Phase phase, ConfigText config, Class<? extends Outcome> expected)
            throws InterruptedException {
        AtomicReference<Cable> once = new AtomicReference<>(cable);
        try (Library library = new Library(Timing.DEFAULT, event -> {
            if (event instanceof Entered entered && entered.phase() == phase) {
                Cable first = once.getAndSet(null);
                if (first != null) {
                    first.cut();
                }
            }
        })) {
            Outcome outcome = library.run(config);

            assertThat(outcome).as(library.events().toString()).isInstanceOf(expected);
            return notes(library.events());
        }
    }

    private static List<String> notes(List<PullEvent> events) {
        return events.stream()
                .filter(Note.class::isInstance)
                .map(event -> ((Note) event).message())
                .toList();
    }

    private ConfigText config(Way way, Cable cable) {
        ConfigText config = way.in(SharedRepository.config(lab))
                .client("port", cable.portText())
                .client("retry", "{attempts: 3, delay: 0s}");
        return way == Way.DIRECT || way == Way.TUNNEL
                ? config.client("key", "per-pull")
                        .server("authorized-keys", lab.authorizedKeys().toString())
                : config;
    }
}
