package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Broker dies at some moment of a pull, and can put nothing in order; the next pull works by itself. */
@ExtendWith({LabExtension.class, NothingLeft.class})
@TestInstance(Lifecycle.PER_CLASS)
class KilledAtTest {
    private final Lab lab;

    KilledAtTest(Lab lab) {
        this.lab = lab;
    }

    static Stream<Arguments> waysAndMoments() {
        Stream<Arguments> usual = Stream.of(
                        "secrets", "connect", "login", "forward", "command", "agent: sign", "server: borg serve ended")
                .map(moment -> Arguments.of(Way.EMBEDDED, moment));
        Stream<Arguments> others = Stream.of(Way.TUNNEL, Way.SOCKET).map(way -> Arguments.of(way, "forward"));
        return Stream.concat(usual, others);
    }

    @ParameterizedTest
    @MethodSource("waysAndMoments")
    void nextPullWorksByItself(Way way, String moment) throws IOException, InterruptedException {
        byte[] before = Files.readAllBytes(lab.authorizedKeys());
        try (Running running = Cli.start(config(way), "-v", "run", "web1")) {
            running.awaitStderr(Pattern.compile("broker: web1: " + moment), Limits.END);
            running.sendSignal("KILL");
            running.waitFor(Limits.END);
            assertNothingRuns();
        }
        assertNextPullWorks(way, before);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void nextPullWorksByItselfAfterATransferThatBrokeOff(Way way) throws IOException, InterruptedException {
        byte[] before = Files.readAllBytes(lab.authorizedKeys());
        try (SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(data.in(config(way)), "-v", "run", "web1")) {
            data.awaitUnderway();
            running.sendSignal("KILL");
            running.waitFor(Limits.END);
            assertNothingRuns();
            // nobody was there to remove the line of the pull
            boolean line = way == Way.TUNNEL || way == Way.DIRECT;
            assertThat(Files.size(lab.authorizedKeys()) > before.length).isEqualTo(line);
        }
        assertNextPullWorks(way, before);
    }

    // KilledTest has the direct way
    static Stream<Way> ways() {
        return Stream.of(Way.EMBEDDED, Way.TUNNEL, Way.SOCKET);
    }

    private void assertNextPullWorks(Way way, byte[] authorizedKeys) throws IOException, InterruptedException {
        try (Library library = new Library(Timing.DEFAULT)) {
            Outcome next = library.run(config(way));

            assertThat(next).as(library.events().toString()).isInstanceOf(Outcome.Completed.class);
            assertThat(library.events()).noneMatch(event -> event.toString().contains("waiting"));
        }
        assertThat(lab.authorizedKeys()).hasBinaryContent(authorizedKeys);
    }

    /** Borg serve at the server hears of it from the kernel, the client from its sshd. */
    private void assertNothingRuns() {
        Await.until(
                "nothing runs",
                Limits.BORG_GONE,
                () -> NothingLeft.processes(lab).isEmpty(),
                () -> NothingLeft.processes(lab).toString());
        assertThat(NothingLeft.locks(lab)).isEmpty();
    }

    private ConfigText config(Way way) {
        ConfigText config =
                SharedRepository.config(lab).defaults("return", way.name().toLowerCase(Locale.ROOT));
        return way == Way.SOCKET
                ? config
                : config.client("key", "per-pull")
                        .server("authorized-keys", lab.authorizedKeys().toString());
    }
}
