package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nothing goes through the link between broker and the client any more, and nobody is told: for ten seconds, or for
 * good. At each moment of a pull by the usual way, in the middle by the others; all pulls at the same time.
 */
@ExtendWith({LabExtension.class, NothingLeft.class})
@TestInstance(Lifecycle.PER_CLASS)
class CutTest {
    /** Within seconds, and yet enough for many pulls at the same time. */
    private static final Timing SHORT = new Timing(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(8),
            Duration.ofSeconds(10));

    /** INT after the silence, TERM, after 25 s KILL, and then another silence until the room of a socket is missed. */
    private static final Duration GONE =
            SHORT.silence().multipliedBy(2).plusSeconds(25).plus(Limits.END);

    private final Lab lab;
    private final Map<Moment, String> repositories = new EnumMap<>(Moment.class);
    private final Map<Way, String> othersRepositories = new EnumMap<>(Way.class);

    CutTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeAll
    void repositories() throws InterruptedException {
        for (Moment moment : Moment.values()) {
            repositories.put(moment, lab.newRepository());
        }
        for (Way way : List.of(Way.TUNNEL, Way.SOCKET, Way.DIRECT)) {
            othersRepositories.put(way, lab.newRepository());
        }
        try (Library usual = new Library(Timing.DEFAULT);
                Pulls pulls = new Pulls(Timing.DEFAULT, pull -> {})) {
            List<Run> runs = pulls.list.stream().map(pull -> pull.init(usual)).toList();
            for (Run run : runs) {
                assertThat(run.await()).as(usual.events().toString()).isInstanceOf(Outcome.Completed.class);
            }
        }
    }

    /** One for each moment by the usual way, one by each other way. */
    private final class Pulls implements AutoCloseable {
        private final List<CablePull> list = new ArrayList<>();

        Pulls(Timing timing, Consumer<CablePull> action) {
            repositories.forEach((moment, repository) ->
                    list.add(new CablePull(lab, Way.EMBEDDED, moment, repository, timing, action)));
            othersRepositories.forEach((way, repository) ->
                    list.add(new CablePull(lab, way, Moment.TRANSFER, repository, timing, action)));
        }

        Pulls start() {
            list.forEach(CablePull::start);
            return this;
        }

        @Override
        public void close() {
            list.forEach(CablePull::close);
        }
    }

    @Test
    @Timeout(120)
    void tenSecondsDoNoHarm() {
        ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
        Set<CablePull> thawed = ConcurrentHashMap.newKeySet();
        Consumer<CablePull> cut = pull -> {
            pull.cable().freeze();
            pull.serverCable().freeze();
            later.schedule(
                    () -> {
                        thawed.add(pull);
                        pull.cable().thaw();
                        pull.serverCable().thaw();
                    },
                    10,
                    TimeUnit.SECONDS);
        };
        try (Pulls pulls = new Pulls(Timing.DEFAULT, cut).start()) {
            for (CablePull pull : pulls.list) {
                assertThat(pull.outcome()).as(pull.toString()).isInstanceOf(Outcome.Completed.class);
                assertThat(thawed).contains(pull);
                assertThat(pull.cable().connections()).as(pull.toString()).isOne();
            }
        } finally {
            later.shutdownNow();
        }
    }

    @Test
    @Timeout(120)
    void forGoodEndsBothSidesEachByItself() throws IOException {
        byte[] authorizedKeys = Files.readAllBytes(lab.authorizedKeys());
        try (Pulls pulls = new Pulls(SHORT, pull -> pull.cable().freeze()).start()) {
            for (CablePull pull : pulls.list) {
                assertLost(pull);
            }
            assertThat(lab.authorizedKeys()).hasBinaryContent(authorizedKeys);
            Await.until("nothing is left", GONE, () -> left().isEmpty(), () -> left().toString());
            assertThat(NothingLeft.locks(lab)).isEmpty();
            assertThat(rooms()).isEmpty();
        }
    }

    private void assertLost(CablePull pull) {
        Outcome outcome = pull.outcome();
        assertThat(outcome).as(pull.toString()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.cause()).as(failed.toString()).isEqualTo(Cause.UNREACHABLE);
            assertThat(failed.problem().what()).endsWith(what(pull.moment()));
        });
        assertThat(pull.cable().connections()).as(pull.toString()).isOne();
    }

    private String what(Moment moment) {
        return switch (moment) {
            case CONNECT, KEY_EXCHANGE -> ": it does not answer";
            case LOGIN -> " does not answer the login of " + lab.clientUser();
            case FORWARD -> " was lost before the command started";
            case START, RETURN, TRANSFER, END -> " was lost";
        };
    }

    /** But for the client's sshd, which does not know yet, and one shell that waits for the script, which never came. */
    private List<Processes.Entry> left() {
        List<Processes.Entry> left = NothingLeft.processes(lab).stream()
                .filter(entry -> !entry.argv().startsWith("sshd"))
                .toList();
        boolean waits = left.size() == 1 && left.get(0).argv().startsWith("sh -c IFS= read -r s");
        return waits ? List.of() : left;
    }

    private static List<Path> rooms() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.filter(file -> file.getFileName().toString().startsWith(".broker-"))
                    .toList();
        }
    }
}
