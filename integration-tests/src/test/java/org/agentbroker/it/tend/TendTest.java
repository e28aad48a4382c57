package org.agentbroker.it.tend;

import static org.agentbroker.it.tend.HiddenHistoryTest.notes;
import static org.agentbroker.it.tend.HiddenHistoryTest.tend;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.Keep;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.repository.TendCommand.Check;
import org.agentbroker.broker.repository.TendCommand.Compact;
import org.agentbroker.broker.repository.TendCommand.Difference;
import org.agentbroker.broker.repository.TendCommand.Listing;
import org.agentbroker.broker.repository.TendCommand.Prune;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Running;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A repository is looked after, by broker and by others. */
@ExtendWith(LabExtension.class)
class TendTest {
    private static final Check CHECK = new Check(List.of("--repository-only"), false);
    private static final Compact COMPACT = new Compact(OptionalInt.empty(), false);

    @Test
    void readsByTheServersBorgOrTheClients(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        ConfigText config = hand.config();
        try (Library library = new Library(Timing.DEFAULT)) {
            library.run(config.create("archive", "two"));
            assertThat(read(library, config, new Listing(null, List.of(), false, false)))
                    .containsPattern("(?s)^one .*\ntwo ");
            String json = read(library, config, new Listing(null, List.of(), true, false));
            assertThat(LogJson.object(json).get("archives"))
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .hasSize(2);
            for (boolean byClient : new boolean[] {false, true}) {
                String path = lab.clientData() + "/etc";
                String inLatest = read(library, config, new Listing(TendCommand.LATEST, List.of(path), true, byClient));
                assertThat(LogJson.lines(inLatest))
                        .isNotEmpty()
                        .allSatisfy(object ->
                                assertThat(object.get("path").toString()).startsWith(path));
            }
            assertThat(read(library, config, new Difference("one", TendCommand.LATEST, List.of(), false, false)))
                    .containsPattern("removed .*etc/hostname");
            hand.create("odd [x] *{{name}}");
            for (boolean byClient : new boolean[] {false, true}) {
                Listing odd = new Listing("odd [x] *{name}", List.of(), false, byClient);
                assertThat(read(library, config, odd)).contains("etc/hostname");
            }
            assertThat(read(library, config, new Difference("two", "odd [x] *{name}", List.of(), false, false)))
                    .containsPattern("added .*etc/hostname");
            Library.assertFailed(
                    tend(library, config, new Listing("three", List.of(), false, false)),
                    Cause.BORG_FAILED,
                    "there is no archive three in the repository of web1",
                    "see which: broker list web1");
        }
    }

    @Test
    void whatBrokerPrunesIsNotToldAndWhatOthersPruneIs(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab);
        for (String day : List.of("01", "02", "03")) {
            hand.create("of-" + day, "--timestamp=2026-01-" + day + "T00:00:00");
        }
        ConfigText config = hand.config();
        try (Library library = new Library(Timing.DEFAULT)) {
            for (TendCommand each : List.of(prune(last(2)), dryRun(last(2), false), COMPACT)) {
                Library.assertFailed(
                        tend(library, config, each),
                        Cause.REFUSED,
                        "broker has no record yet of which archives were in this repository; 3 are there now",
                        "broker list web1; if so, once with --accept-missing");
                assertThat(tend(library, config, CHECK))
                        .as("begins no record either")
                        .isInstanceOf(Completed.class);
            }
            assertThat(tend(library, config, dryRun(last(2), true)))
                    .as("nor does this")
                    .isInstanceOf(Completed.class);
            Library.assertFailed(tend(library, config, COMPACT), Cause.REFUSED, "no record yet", "--accept-missing");
            assertThat(tend(library, config, new Compact(OptionalInt.empty(), true)))
                    .isInstanceOf(Completed.class);
            assertThat(notes(library))
                    .contains("the archives of the repository were looked at for the first time: 3 are taken as given");
            Library.assertFailed(
                    tend(library, config, prune(new Keep("1H", 0, 0, 0, 0, 0, 0))),
                    Cause.REFUSED,
                    "by these rules no archive would be left of 3",
                    "--keep-last 1");
            assertThat(tend(library, config, prune(last(2)))).isInstanceOf(Completed.class);
            assertThat(notes(library)).endsWith("removed 1 archive; space is freed by: broker compact web1");
            assertThat(tend(library, config, COMPACT)).isInstanceOf(Completed.class);
            assertThat(notes(library)).endsWith("compacted");
            assertThat(tend(library, config, CHECK)).isInstanceOf(Completed.class);
            assertThat(notes(library)).endsWith("no damage found");

            hand.borg("prune", "--keep-last=1", hand.path().toString());
            assertThat(tend(library, config, CHECK)).isInstanceOf(CompletedWithWarnings.class);
            assertThat(library.events())
                    .filteredOn(PullEvent.Warning.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("of-02 is missing");
            assertThat(tend(library, config, new Check(List.of("--archives-only"), true)))
                    .isInstanceOf(Completed.class);
            assertThat(tend(library, config, CHECK)).isInstanceOf(Completed.class);
        }
    }

    @Test
    void whatIsInTheWayIsSaid(Lab lab) throws Exception {
        ByHand hand = ByHand.withArchives(lab, "one");
        ConfigText config = hand.config();
        Path wrong = Files.copy(
                lab.passphraseFile(), lab.newDirectory().resolve("wrong"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(wrong, "not this\n");
        try (Library library = new Library(Timing.DEFAULT)) {
            Library.assertFailed(
                    tend(library, hand.config().client("passphrase", "{file: " + wrong + "}"), COMPACT),
                    Cause.UNUSABLE,
                    "the passphrase does not open the repository of web1",
                    "passphrase:");

            Path held = hand.script("");
            try (Running lock = hand.command(
                            lab.serverHome(),
                            "with-lock",
                            hand.path().toString(),
                            "sh",
                            "-c",
                            "touch " + held.resolveSibling("locked") + "; exec sleep 60")
                    .start()) {
                Await.until(
                        "the repository is locked",
                        Duration.ofSeconds(20),
                        () -> Files.exists(held.resolveSibling("locked")));
                Library.assertFailed(
                        tend(library, hand.config().client("lock-wait", "1s"), CHECK),
                        Cause.NOT_NOW,
                        "the repository of web1 is locked",
                        "break-lock");
                lock.sendSignal("TERM");
            }

            assertThat(library.run(config.create("archive", "two"))).isInstanceOf(Completed.class);
            Path ledger = ledger(hand);
            Files.writeString(ledger, "no JSON\n");
            assertThat(library.run(config.create("archive", "three"))).isInstanceOf(CompletedWithWarnings.class);
            assertThat(library.events())
                    .filteredOn(PullEvent.Warning.class::isInstance)
                    .singleElement()
                    .asString()
                    .contains("the archives could not be looked at: the ledger of archives is damaged");
            Library.assertFailed(
                    tend(library, config, COMPACT), Cause.UNUSABLE, "the ledger of archives is damaged", "moved away");
            Files.delete(ledger);
            Library.assertFailed(tend(library, config, COMPACT), Cause.REFUSED, "3 are there now", "--accept-missing");

            damage(hand);
            Library.assertFailed(
                    tend(library, config, CHECK),
                    Cause.BORG_FAILED,
                    "the repository of web1 is damaged: ",
                    "as " + lab.serverUser() + ": borg check --repair " + hand.path());
        }
    }

    private static void damage(ByHand hand) throws Exception {
        try (Stream<Path> files = Files.walk(hand.path().resolve("data"))) {
            Path largest = files.filter(Files::isRegularFile)
                    .max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
            byte[] bytes = Files.readAllBytes(largest);
            bytes[bytes.length / 2] ^= 1;
            Files.write(largest, bytes);
        }
    }

    private static Path ledger(ByHand hand) throws Exception {
        Path state = BrokerProcess.state();
        String named = '"' + hand.path().toRealPath().toString() + '"';
        try (Stream<Path> files = Files.list(Ledgers.in(state).directory())) {
            Optional<Path> ours =
                    files.filter(file -> read(file).contains(named)).findFirst();
            return ours.orElseThrow();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Library library, ConfigText config, TendCommand command) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(library.tend(config, command, out)).isInstanceOf(Completed.class);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Keep last(int number) {
        return new Keep("", number, 0, 0, 0, 0, 0);
    }

    private static Prune dryRun(Keep keep, boolean acceptMissing) {
        return new Prune(keep, null, true, false, acceptMissing);
    }

    private static Prune prune(Keep keep) {
        return new Prune(keep, null, false, false, false);
    }
}
