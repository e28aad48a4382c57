package org.agentbroker.it.tend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.Keep;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.repository.TendCommand.Compact;
import org.agentbroker.broker.repository.TendCommand.Prune;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A client that is append-only makes history look empty, or other than it was, with the login that a pull gives it. */
@ExtendWith(LabExtension.class)
class HiddenHistoryTest {
    private static final Keep ONE = new Keep("", 1, 0, 0, 0, 0, 0);

    @Test
    void whatItRemovesIsToldAndNotMadeFinal(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        ConfigText config = hand.config();
        Result first = broker(config, "run", "web1", "--archive", "two");
        assertThat(first.exitCode()).as(first.toString()).isZero();
        assertThat(first.stderr())
                .contains("broker: web1: the archives of the repository were looked at for the first time: 2 are taken"
                        + " as given");
        long segment = hand.lastSegment();

        Result run = broker(hostile(lab, hand, "borg delete ::one"), "run", "web1");
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
        String missing = "1 archive is not as it should be: one is missing; hint: look: broker list web1; ";
        assertThat(run.stderr()).contains("broker: web1: warning: " + missing);
        assertThat(hand.borg("list", "--short", hand.path().toString())).isEqualTo("two\n");

        Result status = broker(config, "status", "--json");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.stdoutText()).contains("\"missing\":1,");
        assertThat(status.stderr()).contains("broker: warning: web1: " + missing);

        Result compact = broker(config, "compact", "web1");
        assertThat(compact.exitCode()).as(compact.toString()).isEqualTo(77);
        assertThat(compact.stderr())
                .contains("broker: web1: nothing was removed: 1 archive is not as it should be: one is missing\n")
                .contains("broker: hint: look: broker list web1; if you know why, broker check, prune or compact with"
                        + " --accept-missing");

        try (Library library = new Library(Timing.DEFAULT)) {
            Library.assertFailed(
                    tend(library, config, new Prune(ONE, null, false, false, false)),
                    Cause.REFUSED,
                    "one is missing",
                    "--accept-missing");
            assertThat(tend(library, config, new Prune(ONE, null, true, false, true)))
                    .isInstanceOf(Completed.class);
            Library.assertFailed(
                    tend(library, config, new Compact(OptionalInt.empty(), false)),
                    Cause.REFUSED,
                    "one is missing",
                    "do not compact");

            Path copy = hand.rolledBack(segment);
            assertThat(hand.borg(copy, "list", "--short", copy.toString())).isEqualTo("one\ntwo\n");
            hand.borg(copy, "extract", "--dry-run", copy + "::one");

            assertThat(tend(library, config, new Compact(OptionalInt.of(0), true)))
                    .isInstanceOf(Completed.class);
            assertThat(notes(library)).contains("accepted: 1 archive is not as it should be: one is missing");
        }
        assertThat(broker(config, "status", "--quiet").exitCode()).isZero();
    }

    @Test
    void newNamesAndForgedTimesAreTold(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        try (Library library = new Library(Timing.DEFAULT)) {
            assertThat(library.run(hand.config().create("archive", "two"))).isInstanceOf(Completed.class);
            assertThat(library.run(hostile(lab, hand, "borg rename ::two deux")))
                    .isInstanceOf(CompletedWithWarnings.class);
            String forged = "borg create --timestamp 2020-01-02T03:04:05 \"::$(printf 'f\\033[2J')\" /etc/hostname";
            assertThat(library.run(hostile(lab, hand, forged))).isInstanceOf(CompletedWithWarnings.class);
        }
        Result compact = broker(hand.config(), "compact", "web1");
        assertThat(compact.exitCode()).as(compact.toString()).isEqualTo(77);
        assertThat(compact.stderr())
                .contains("nothing was removed: 2 archives are not as they should be: two is missing,"
                        + " f\\x1b[2J has an odd time (2020-01-02 ")
                .doesNotContain("\u001b");
    }

    private static ConfigText hostile(Lab lab, ByHand hand, String command) {
        Path borg = ClientFile.script(lab, "borg", "#!/bin/sh\nexec " + command + "\n");
        return hand.config().client("borg", borg.toString());
    }

    static Outcome tend(Library library, ConfigText config, TendCommand command) throws InterruptedException {
        return library.tend(config, command, OutputStream.nullOutputStream());
    }

    static List<String> notes(Library library) {
        return library.events().stream()
                .filter(PullEvent.Note.class::isInstance)
                .map(event -> ((PullEvent.Note) event).message())
                .toList();
    }

    private static Result broker(ConfigText config, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--config";
        all[1] = config.write().toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return BrokerProcess.run(all);
    }
}
