package org.agentbroker.it.tend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.ledger.Standing;
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
    void whatItDoesToHistoryIsToldAndNotMadeFinal(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        ConfigText config = hand.config();
        try (Library library = new Library(Timing.DEFAULT)) {
            assertThat(library.run(config.create("archive", "two"))).isInstanceOf(Completed.class);
            assertThat(notes(library))
                    .contains("the archives of the repository were looked at for the first time: 2 are taken as given");
            long segment = hand.lastSegment();

            Result run = broker(hostile(lab, hand, "borg delete ::one"), "run", "web1");
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
            assertThat(run.stderr())
                    .contains("broker: web1: warning: 1 archive is not as it should be: one is missing\nbroker:"
                            + " hint: look: broker list web1; ");
            assertThat(library.run(hostile(lab, hand, "borg rename ::two deux")))
                    .isInstanceOf(CompletedWithWarnings.class);
            String forged = "borg create --timestamp 2020-01-02T03:04:05 \"::$(printf 'f\\033[2J')\" /etc/hostname";
            assertThat(library.run(hostile(lab, hand, forged))).isInstanceOf(CompletedWithWarnings.class);
            assertThat(hand.borg("list", "--short", hand.path().toString())).isEqualTo("f\u001b[2J\ndeux\n");

            String findings =
                    "3 archives are not as they should be: one is missing, two is missing, f\\x1b[2J has an odd"
                            + " time (2020-01-02 ";
            Result status = broker(config, "status", "--json");
            assertThat(status.exitCode()).isEqualTo(1);
            assertThat(status.stdoutText()).contains("\"missing\":3,");
            assertThat(status.stderr())
                    .contains("broker: warning: web1: " + findings)
                    .doesNotContain("\u001b");

            ConfigText spelled = lab.config()
                    .client(
                            "repository",
                            hand.path().getParent() + "//./" + hand.path().getFileName() + "/");
            Result compact = broker(spelled, "compact", "web1");
            assertThat(compact.exitCode()).as(compact.toString()).isEqualTo(77);
            assertThat(compact.stderr())
                    .contains("broker: web1: nothing was removed: " + findings)
                    .contains(
                            "broker: hint: look: broker list web1; if you know why, broker check, prune or compact with"
                                    + " --accept-missing; if not, do not compact")
                    .doesNotContain("\u001b");
            Library.assertFailed(
                    tend(library, config, new Prune(ONE, null, false, false, false)),
                    Cause.REFUSED,
                    "one is missing",
                    "--accept-missing");
            assertThat(tend(library, config, new Prune(ONE, null, true, false, true)))
                    .isInstanceOf(Completed.class);
            assertThat(standing(hand).open()).as("a dry run accepts nothing").isEqualTo(3);

            Path copy = hand.rolledBack(segment);
            assertThat(hand.borg(copy, "list", "--short", copy.toString())).isEqualTo("one\ntwo\n");
            hand.borg(copy, "extract", "--dry-run", copy + "::one");

            assertThat(tend(library, config, new Compact(OptionalInt.of(0), true)))
                    .isInstanceOf(Completed.class);
            assertThat(notes(library))
                    .anyMatch(note -> note.startsWith("accepted: 3 archives are not as they should be: "))
                    .endsWith("compacted");
            assertThat(standing(hand).open()).isZero();
        }
    }

    /** Of web1, whose repository was last this one. */
    private static Standing standing(ByHand hand) throws Exception {
        Standing standing = Ledgers.in(BrokerProcess.state()).standings().get("web1");
        assertThat(standing).as("%s", hand.path()).isNotNull();
        return standing;
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
