package org.agentbroker.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.borg.ListedArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of ledgers. */
class LedgersTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final String URL = "ssh://borgs@server/~/web1";
    private static final String HOSTILE = "\u001b[2J\n\"\u009b\ud800";

    @TempDir
    Path state;

    private Ledgers ledgers;
    private Ledger ledger;

    @BeforeEach
    void make() {
        ledgers = Ledgers.in(state);
        ledger = Ledger.NEW
                .with(look("web1", NOON, HOSTILE, "two"))
                .with(look("web1", NOON.plusSeconds(5), "two", "three"))
                .pruning(List.of("id of two"));
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        assertThat(ledgers.read(URL)).isEqualTo(Ledger.NEW);
        ledgers.write(URL, ledger);
        assertThat(ledgers.read(URL)).isEqualTo(ledger);
        ledgers.write(URL, ledger.accepted());
        assertThat(ledgers.read(URL)).isEqualTo(ledger.accepted());
        assertThat(ledgers.read(URL + "2")).isEqualTo(Ledger.NEW);
    }

    @Test
    void filesAreTheOwnersAndAscii() throws Exception {
        Thread.currentThread().interrupt(); // as after Ctrl-C
        ledgers.write(URL, ledger);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(mode(file())).isEqualTo("rw-------");
        assertThat(mode(ledgers.directory())).isEqualTo("rwx------");
        for (byte each : Files.readAllBytes(file())) {
            assertThat(each == '\n' || each >= ' ' && each < 0x7f).isTrue();
        }
        assertThat(Files.readString(file()))
                .startsWith("{\"type\":\"ledger-1\",")
                .contains("\"finding-1\"");
    }

    @Test
    void oneThatIsNotWholeOrOfANewerBrokerIsRefused() throws Exception {
        ledgers.write(URL, ledger);
        String whole = Files.readString(file());
        String first = whole.lines().findFirst().orElseThrow();
        for (String text : List.of(
                "",
                first,
                whole.substring(0, whole.length() - 20),
                whole.replace("ledger-1", "ledger-2"),
                whole.replace("archive-1", "archive-2"),
                whole.replace("missing", "eaten"),
                whole + "{}\n")) {
            Files.writeString(file(), text);
            assertThatExceptionOfType(UnusableInput.class)
                    .isThrownBy(() -> ledgers.read(URL))
                    .satisfies(e -> {
                        assertThat(e.what()).startsWith("the ledger of archives is damaged, or of a newer broker: ");
                        assertThat(e.hint()).contains("broker list");
                    });
        }
    }

    @Test
    void whatCannotBeReadOrWrittenIsSaid() throws Exception {
        ledgers.write(URL, ledger);
        Path file = file();
        Files.delete(file);
        Files.createDirectory(file);
        assertThatExceptionOfType(UnusableInput.class)
                .isThrownBy(() -> ledgers.read(URL))
                .withMessageStartingWith("the ledger of archives cannot be read: ");
        Files.createDirectory(file.resolve("in the way"));
        assertThatExceptionOfType(UnusableInput.class)
                .isThrownBy(() -> ledgers.write(URL, ledger))
                .withMessageStartingWith("the ledger of archives cannot be written to ");
        try (Stream<Path> left = Files.list(ledgers.directory())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void howItStandsIsThatOfTheRepositoryWhichAClientUsedLast() throws Exception {
        assertThat(ledgers.standings()).isEmpty();
        ledgers.write(URL, ledger.with(look("db", NOON.plusSeconds(6), "two", "three")));
        assertThat(ledgers.standings()).containsOnlyKeys("web1", "db").allSatisfy((client, standing) -> {
            assertThat(standing.open()).isEqualTo(1);
            assertThat(standing.archives()).isEqualTo(2);
            assertThat(standing.complaint()).contains("is missing");
        });
        ledgers.write(URL + "2", Ledger.NEW.with(look("db", NOON.plusSeconds(7), "other")));
        assertThat(ledgers.standings().get("db")).isEqualTo(new Standing(NOON.plusSeconds(7), 1, 0, ""));
        assertThat(ledgers.standings().get("web1").open()).isEqualTo(1);
        Files.writeString(ledgers.directory().resolve("damaged.jsonl"), "no JSON\n");
        assertThat(ledgers.standings()).hasSize(2);
    }

    private Path file() throws Exception {
        try (Stream<Path> files = Files.list(ledgers.directory())) {
            return files.findFirst().orElseThrow();
        }
    }

    private static Look look(String client, Instant now, String... names) {
        List<ListedArchive> archives = Stream.of(names)
                .map(name -> new ListedArchive(name, "id of " + name, NOON))
                .toList();
        return new Look(client, archives, now, now);
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
