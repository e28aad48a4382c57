package org.agentbroker.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.ledger.Finding.Kind;
import org.junit.jupiter.api.Test;

/** What one look makes of the one before. */
class LedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    private final ListedArchive one = archive("one", "11", NOON.minus(DAY.multipliedBy(9)));
    private final ListedArchive two = archive("two", "22", NOON.minus(DAY.multipliedBy(2)));
    private final ListedArchive three = archive("three", "33", NOON);
    private final Ledger ledger = Ledger.NEW.with(look(NOON, one, two));

    @Test
    void theFirstLookTakesWhatIsThereAsGiven() {
        assertThat(Ledger.NEW.isNew()).isTrue();
        assertThat(ledger.isNew()).isFalse();
        assertThat(ledger.seen()).extracting(Seen::name).containsExactly("one", "two");
        assertThat(ledger.open()).isZero();
        assertThat(ledger.clients()).containsOnlyKeys("web1");
    }

    @Test
    void whatIsNewAndOfNowIsNoFinding() {
        Ledger later = ledger.with(look(NOON.plusSeconds(9), one, two, three));
        assertThat(later.open()).isZero();
        assertThat(later.seen()).extracting(Seen::first).containsExactly(NOON, NOON, NOON.plusSeconds(9));
    }

    @Test
    void whatHasVanishedIsMissingUntilItIsAcceptedOrThereAgain() {
        Ledger later = ledger.with(look(NOON, two)).with(look(NOON.plusSeconds(1), two));
        assertThat(kinds(later)).containsExactly("one MISSING");
        assertThat(later.complaint()).isEqualTo("1 archive is not as it should be: one is missing");
        assertThat(later.accepted().with(look(NOON, two)).open()).isZero();

        Ledger again = later.with(look(NOON.plusSeconds(2), one, two));
        assertThat(again.open()).isZero();
        assertThat(again.seen()).extracting(Seen::first).containsExactly(NOON, NOON);
        assertThat(kinds(again.with(look(NOON, one)))).containsExactly("two MISSING");
    }

    @Test
    void aNameWithAnotherIdOrTimeHasChanged() {
        ListedArchive otherId = archive("one", "99", one.made());
        ListedArchive otherTime = archive("two", "22", NOON.minus(DAY.multipliedBy(300)));
        Ledger later = ledger.with(look(NOON, otherId, otherTime));
        assertThat(kinds(later)).containsExactly("one CHANGED", "two CHANGED");
        assertThat(later.accepted().with(look(NOON, otherId, otherTime)).open()).isZero();
    }

    @Test
    void aRenamedOneIsMissingAndItsNewNameOdd() {
        Ledger later = ledger.with(look(NOON, archive("uno", "88", one.made()), two));
        assertThat(kinds(later)).containsExactly("one MISSING", "uno ODD_TIME");
        assertThat(later.complaint())
                .isEqualTo("2 archives are not as they should be: one is missing,"
                        + " uno has an odd time (2026-11-16 12:00 UTC)");
    }

    @Test
    void anOddTimeLiesMoreThanADayFromThePull() {
        Instant begun = NOON.minus(Duration.ofHours(40)); // the pull took so long
        ListedArchive slow = archive("slow", "44", begun);
        ListedArchive past = archive("past", "55", begun.minus(DAY).minusSeconds(1));
        ListedArchive future = archive("future", "66", NOON.plus(DAY).plusSeconds(1));
        ListedArchive noTime = archive("none", "77", Instant.EPOCH);
        Ledger later = ledger.with(new Look("web1", List.of(one, two, slow, past, future, noTime), begun, NOON));
        assertThat(kinds(later)).containsExactly("past ODD_TIME", "future ODD_TIME", "none ODD_TIME");
        Ledger gone = later.with(look(NOON, one, two, slow, future));
        assertThat(kinds(gone)).containsExactly("future ODD_TIME", "past MISSING", "none MISSING");
        assertThat(kinds(later.accepted().with(look(NOON, one, two, slow, future, noTime))))
                .containsExactly("past MISSING");
    }

    @Test
    void whatBrokersOwnPruneRemovesIsNoFinding() {
        Ledger begun = ledger.pruning(List.of("11"));
        assertThat(begun.with(look(NOON, two)).open()).isZero();
        assertThat(begun.with(look(NOON, two)).pruning()).isEmpty();
        assertThat(kinds(begun.with(look(NOON, three)))).containsExactly("two MISSING");
        // it was killed before it had removed anything: the excuse is good for one look only
        assertThat(kinds(begun.with(look(NOON, one, two)).with(look(NOON, two))))
                .containsExactly("one MISSING");
    }

    @Test
    void allOfItIsBounded() {
        ListedArchive[] many = IntStream.range(0, Ledger.MOST_FINDINGS + 7)
                .mapToObj(i -> archive("x".repeat(400) + i, Integer.toString(i), NOON))
                .toArray(ListedArchive[]::new);
        Ledger full = Ledger.NEW.with(look(NOON, many));
        assertThat(full.seen()).allMatch(each -> each.name().length() < 300);
        assertThat(full.with(look(NOON, many)).open()).isZero();
        Ledger empty = full.with(look(NOON));
        assertThat(empty.findings()).hasSize(Ledger.MOST_FINDINGS);
        assertThat(empty.open()).isEqualTo(Ledger.MOST_FINDINGS + 7);
        assertThat(empty.complaint()).hasSizeLessThan(600).endsWith(", and 10002 more");
        assertThat(empty.accepted().open()).isZero();
    }

    private static Stream<String> kinds(Ledger ledger) {
        return ledger.findings().stream().map(each -> each.archive().name() + " " + each.kind());
    }

    private static Look look(Instant now, ListedArchive... archives) {
        return new Look("web1", List.of(archives), now, now);
    }

    private static ListedArchive archive(String name, String id, Instant made) {
        return new ListedArchive(name, id, made);
    }

    @Test
    void eachKindHasItsWord() {
        assertThat(Stream.of(Kind.values()).map(Kind::word))
                .containsExactly("is missing", "has changed", "has an odd time");
    }
}
