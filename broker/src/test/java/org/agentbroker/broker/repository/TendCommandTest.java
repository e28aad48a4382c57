package org.agentbroker.broker.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.repository.TendCommand.Check;
import org.agentbroker.broker.repository.TendCommand.Compact;
import org.agentbroker.broker.repository.TendCommand.Difference;
import org.agentbroker.broker.repository.TendCommand.Listing;
import org.agentbroker.broker.repository.TendCommand.Prune;
import org.junit.jupiter.api.Test;

/** Borg's words for what is wanted, and what is read from borg's. */
class TendCommandTest {
    @Test
    void namesAndPathsAreNoOptions() {
        assertThat(new Listing(null, List.of(), false, false).arguments()).containsExactly("list");
        assertThat(new Listing(null, List.of(), true, false).arguments()).containsExactly("list", "--json");
        assertThat(new Listing("--a", List.of("-p"), true, false).arguments())
                .containsExactly("list", "--json-lines", "--", "::--a", "-p");
        assertThat(new Difference("a", "-b", List.of("p"), true, false).arguments())
                .containsExactly("diff", "--json-lines", "--", "::a", "-b", "p");
    }

    @Test
    void latestIsTheNewestAndBorgReplacesNothingInIt() {
        ListedArchive old = new ListedArchive("zzz", "1", Instant.EPOCH);
        ListedArchive young = new ListedArchive("{now}", "2", Instant.EPOCH.plusSeconds(1));
        String latest = LatestArchive.among(List.of(young, old)).orElseThrow().name();
        assertThat(latest).isEqualTo("{now}");
        assertThat(LatestArchive.among(List.of())).isEmpty();
        assertThat(new Difference("latest", "b", List.of("latest"), false, false)
                        .naming(latest)
                        .arguments())
                .containsExactly("diff", "--", "::{{now}}", "b", "latest");
        assertThat(new Difference("{a}", "b{}", List.of("{c}"), false, false).arguments())
                .containsExactly("diff", "--", "::{{a}}", "b{{}}", "{c}");
        assertThat(new Listing("odd {name}", List.of(), false, false).arguments())
                .containsExactly("list", "--", "::odd {{name}}");
        assertThat(new Listing("a", List.of(), false, false).needsLatest()).isFalse();
    }

    @Test
    void aPruneHasARule() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Prune(Keep.NONE, null, false, false, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prune(new Keep("", 0, 0, 0, 0, 0, 0), "a*", true, false, true));
        Prune prune = new Prune(new Keep("10d", 1, 2, 3, 4, 5, 6), "-a*", false, true, false);
        assertThat(prune.arguments())
                .containsExactly(
                        "prune",
                        "--list",
                        "--glob-archives=-a*",
                        "--keep-within=10d",
                        "--keep-last=1",
                        "--keep-hourly=2",
                        "--keep-daily=3",
                        "--keep-weekly=4",
                        "--keep-monthly=5",
                        "--keep-yearly=6");
        assertThat(prune.rehearsal().arguments()).startsWith("prune", "--dry-run", "--list");
        assertThat(new Compact(OptionalInt.of(0), false).arguments())
                .containsExactly("compact", "--progress", "--threshold=0");
    }

    @Test
    void whatBorgTakesForRepairIs() {
        assertThat(List.of("--repair", "--repai", "--repa")).allMatch(Check::isRepair);
        assertThat(List.of("--rep", "--repository-only", "--repairs", "repair", "--verify-data"))
                .noneMatch(Check::isRepair);
    }

    @Test
    void aRehearsalTellsWhatGoesWhateverTheNames() {
        String id = "ed64efdd9ba2d0e330396e6b40ff47ca8a9ee64f9b3a19db9a21bdbd06f27ac2";
        String other = "b0e62564992eb04cde5218144dfc9535457b0edaa19577b2431e5478f6f21d8e";
        Rehearsal rehearsal = new Rehearsal();
        say(rehearsal, "Would prune:      a   Mon, 2026-11-02 00:00:00 [" + id + "]");
        assertThat(rehearsal.removesAll()).isTrue();
        say(rehearsal, "Keeping archive (rule: daily #1):   Would prune: [" + other + "]  Tue, … [" + other + "]");
        say(rehearsal, "Would prune:   x [" + other + "]\nKeeping archive y   Mon, … [" + id + "]");
        assertThat(rehearsal.removed()).containsExactly(id);
        assertThat(rehearsal.removesAll()).isFalse();
        assertThat(rehearsal.all()).isEqualTo(2);
    }

    @Test
    void whatOnlyReadsIsNotLookedAfter() {
        assertThat(AfterPull.mayChange(new BorgCommand.Create("a", List.of(), List.of(), List.of())))
                .isTrue();
        for (String command : List.of("delete", "prune", "rename", "recreate", "check")) {
            assertThat(AfterPull.mayChange(other("--progress", command))).isTrue();
        }
        for (String command : List.of("list", "extract", "info", "--version", "whatever")) {
            assertThat(AfterPull.mayChange(other(command))).isFalse();
        }
    }

    private static BorgCommand other(String... words) {
        return new BorgCommand.Other(List.of(words));
    }

    private static void say(Rehearsal rehearsal, String text) {
        rehearsal.heard(new Said("web1", new LogMessage("INFO", "borg.output.list", "", text)));
    }
}
