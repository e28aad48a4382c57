package org.agentbroker.it.tend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Broker ends, or just dies, while borg is at the repository. */
@ExtendWith(LabExtension.class)
class TendEndTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Holds borg's own lock, as a compact that takes long. */
    private static final String HELD_COMPACT = """
            case $* in
                *compact*) exec borg with-lock "$BORG_REPO" sh -c "touch $d/arrived; exec sleep 60";;
            esac
            exec borg "$@"
            """;

    /** Has removed what it should, but has not ended. */
    private static final String HELD_PRUNE = """
            case $* in
                *--dry-run*) ;;
                *prune*) borg "$@"; touch "$d/arrived"; exec sleep 60;;
            esac
            exec borg "$@"
            """;

    @Test
    void ofACompactNothingIsLeftAndOthersWaitForIt(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        for (String signal : List.of("KILL", "TERM")) {
            Path borg = hand.script(HELD_COMPACT);
            ConfigText config = hand.config().server("borg", borg.toString()).client("lock-wait", "1s");
            try (Running running = BrokerProcess.start(words(config, "compact", "web1", "--accept-missing"))) {
                awaitArrival(borg, running);
                if (signal.equals("KILL")) {
                    ConfigText spelled = config.client("repository", hand.path() + "/");
                    Result kept = BrokerProcess.run(words(spelled, "run", "web1"));
                    assertThat(kept.exitCode()).as(kept.toString()).isEqualTo(75);
                    assertThat(kept.stderr()).contains("the repository of web1 was not free within 1 s");
                }
                running.sendSignal(signal);
                if (signal.equals("TERM")) {
                    Result result = running.waitFor(LIMIT);
                    assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
                    assertThat(result.stderr()).contains("compact of web1 was cancelled");
                }
                Processes.awaitNone(
                        lab.serverUser(),
                        Pattern.compile(Pattern.quote(borg.getParent().toString())),
                        LIMIT);
            }
            assertThat(locks(hand.path())).isEmpty();
        }
    }

    @Test
    void ofAPruneTheNextLookKnows(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one", "two");
        Path borg = hand.script(HELD_PRUNE);
        ConfigText config = hand.config().server("borg", borg.toString());
        try (Running running =
                BrokerProcess.start(words(config, "prune", "web1", "--accept-missing", "--keep-last=1"))) {
            awaitArrival(borg, running);
            running.sendSignal("KILL");
            Processes.awaitNone(
                    lab.serverUser(),
                    Pattern.compile(Pattern.quote(borg.getParent().toString())),
                    LIMIT);
        }
        assertThat(hand.borg("list", "--short", hand.path().toString())).isEqualTo("two\n");
        Result compact = BrokerProcess.run(words(hand.config(), "compact", "web1"));
        assertThat(compact.exitCode()).as(compact.toString()).isZero();
    }

    private static void awaitArrival(Path borg, Running running) {
        Path arrived = borg.resolveSibling("arrived");
        Await.until("borg is at it", LIMIT, () -> Files.exists(arrived) || !running.isAlive(), running::stderr);
        assertThat(arrived).as(running.stderr()).exists();
    }

    private static List<Path> locks(Path repository) {
        try (Stream<Path> files = Files.list(repository)) {
            return files.filter(file -> file.getFileName().toString().matches("lock\\.(exclusive|roster)"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String[] words(ConfigText config, String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config.write().toString()));
        all.addAll(List.of(words));
        return all.toArray(String[]::new);
    }
}
