package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.agentbroker.broker.history.Latest;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.history.Result;
import org.agentbroker.broker.ledger.Ledger;
import org.agentbroker.broker.ledger.Standing;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.junit.jupiter.api.Test;

/** What status and history print, with a clock that stands. */
class StatusTest {
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final ZoneId ZONE = ZoneOffset.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final PastPull done = pull(7, Events.outcomes().get("done"), 0);
    private final PastPull warned = pull(72, Events.outcomes().get("warned"), 1);
    private final PastPull failed =
            pull(1, new Failed(Phase.CONNECT, Cause.UNREACHABLE, Events.HOSTILE, "is it up?"), 69);
    private final PastPull running = new PastPull("web1", "create", ago(2), Optional.empty(), true);
    private final PastPull killed = new PastPull("web1", "create", ago(3), Optional.empty(), false);

    private final List<Status> all = List.of(
            status("web1", done, done, drill(5, "same", 0)),
            status("db", failed, warned, drill(6, "different", 2)),
            status("busy", running, done),
            status("cut", killed, null),
            status("new", null, null));

    @Test
    void status() {
        assertThat(String.join("\n", Status.lines(all, NOW, ZONE))).isEqualTo("""
                client  last good         age  last result        time     size      new        verified  missing  archive
                web1    2026-11-25 06:00  7 h  done             81.5 s  3.00 MB  4.32 kB             5 h        0  a1
                db      2026-11-22 13:00  3 d  unreachable      81.5 s  3.00 MB  4.32 kB  different, 6 h        2  a1
                busy    2026-11-25 06:00  7 h  running for 2 h  81.5 s  3.00 MB  4.32 kB                        -  a1
                cut     never                  killed                                                           -
                new     never                                                                                   -""");
    }

    @Test
    void whatIsMissing() {
        assertThat(all.stream().filter(Status::hasMissing).map(Status::missing))
                .containsExactly(new Problem(
                        "db: 2 archives are not as they should be: a is missing, b has changed", Ledger.hint("db")));
    }

    @Test
    void whoIsOverdue() {
        assertThat(all.stream().map(each -> each.isOverdue(NOW))).containsExactly(false, true, false, true, true);
        assertThat(all.stream().filter(each -> each.isOverdue(NOW)).map(each -> each.complaint(NOW, ZONE)))
                .containsExactly(
                        "db: no good pull for 3 d, since 2026-11-22 13:00; the last one: unreachable",
                        "cut: no good pull yet; the last one: killed",
                        "new: no good pull yet");
        assertThat(new Status("new", all.get(4).latest(), null, null).isOverdue(NOW))
                .isFalse();
    }

    @Test
    void statusInJson() {
        assertThat(all.stream().map(each -> each.json(NOW)))
                .containsExactly(
                        "{\"client\":\"web1\",\"overdue\":false,\"max_age\":86400,\"missing\":0,\"running\":false,"
                                + "\"last_begun\":\"2026-11-25T04:58:38Z\",\"last_outcome\":\"done\",\"last_exit_code\":0,"
                                + "\"good\":\"2026-11-25T05:00:00Z\",\"good_age\":25200,\"good_seconds\":81.5,"
                                + "\"archive\":\"a1\",\"archive_id\":\"fe2c\",\"nfiles\":2,\"original_size\":3000525,"
                                + "\"deduplicated_size\":4321,\"verified\":\"2026-11-25T07:00:00Z\",\"verified_age\":18000,"
                                + "\"verified_result\":\"same\"}",
                        "{\"client\":\"db\",\"overdue\":true,\"max_age\":86400,\"missing\":2,\"running\":false,"
                                + "\"last_begun\":\"2026-11-25T10:58:38Z\",\"last_outcome\":\"unreachable\",\"last_exit_code\":69,"
                                + "\"last_message\":\"\\u001B[31m\\r\\n\\u009B\\u202E \\u00E9 \\uD83D\\uDE00 \\uD800 \\\"}\","
                                + "\"good\":\"2026-11-22T12:00:00Z\",\"good_age\":259200,\"good_seconds\":81.5,"
                                + "\"archive\":\"a1\",\"archive_id\":\"fe2c\",\"nfiles\":2,\"original_size\":3000525,"
                                + "\"deduplicated_size\":4321,\"verified\":\"2026-11-25T06:00:00Z\",\"verified_age\":21600,"
                                + "\"verified_result\":\"different\"}",
                        "{\"client\":\"busy\",\"overdue\":false,\"max_age\":86400,\"running\":true,"
                                + "\"last_begun\":\"2026-11-25T10:00:00Z\",\"last_outcome\":\"running\","
                                + "\"good\":\"2026-11-25T05:00:00Z\",\"good_age\":25200,\"good_seconds\":81.5,"
                                + "\"archive\":\"a1\",\"archive_id\":\"fe2c\",\"nfiles\":2,\"original_size\":3000525,"
                                + "\"deduplicated_size\":4321}",
                        "{\"client\":\"cut\",\"overdue\":true,\"max_age\":86400,\"running\":false,"
                                + "\"last_begun\":\"2026-11-25T09:00:00Z\",\"last_outcome\":\"killed\"}",
                        "{\"client\":\"new\",\"overdue\":true,\"max_age\":86400,\"running\":false}");
    }

    @Test
    void history() {
        assertThat(String.join("\n", HistoryTable.lines(List.of(failed, running, killed, done), ZONE)))
                .isEqualTo("""
                begun             command  result         time     size      new  archive, or what happened
                2026-11-25 11:58  create   unreachable  81.5 s                    \\x1b[31m\\x0d\\x0a\\x9b\\u202e é 😀 \\ud800 "}
                2026-11-25 11:00  create   running
                2026-11-25 10:00  create   killed
                2026-11-25 05:58  create   done         81.5 s  3.00 MB  4.32 kB  a1""");
    }

    @Test
    void historyInJson() {
        assertThat(PastPullJson.of(warned))
                .isEqualTo("{\"client\":\"web1\",\"command\":\"create\",\"begun\":\"2026-11-22T11:58:38Z\","
                        + "\"outcome\":\"warnings\",\"ended\":\"2026-11-22T12:00:00Z\",\"seconds\":81.5,\"exit_code\":1,"
                        + "\"warnings\":2,\"archive\":\"a1\",\"archive_id\":\"fe2c\",\"nfiles\":2,"
                        + "\"original_size\":3000525,\"deduplicated_size\":4321}");
        assertThat(PastPullJson.of(killed))
                .isEqualTo("{\"client\":\"web1\",\"command\":\"create\",\"begun\":\"2026-11-25T09:00:00Z\","
                        + "\"outcome\":\"killed\"}");
    }

    private static Status status(String client, PastPull any, PastPull good) {
        return status(client, any, good, Optional.empty());
    }

    private static Status status(String client, PastPull any, PastPull good, Optional<PastPull> drill) {
        Standing standing = switch (client) {
            case "web1" -> new Standing(NOW, 3, 0, "");
            case "db" -> new Standing(NOW, 3, 2, "2 archives are not as they should be: a is missing, b has changed");
            default -> null;
        };
        return new Status(
                client, new Latest(Optional.ofNullable(any), Optional.ofNullable(good), drill), DAY, standing);
    }

    private static Optional<PastPull> drill(int hours, String word, int code) {
        Result result = new Result(word, code, Optional.empty(), 0, Optional.empty());
        Ending ending = new Ending(ago(hours), Duration.ofSeconds(9), result);
        return Optional.of(new PastPull("web1", PastPull.DRILL, ago(hours), Optional.of(ending), false));
    }

    private static PastPull pull(int hours, Outcome outcome, int code) {
        Duration took = Duration.ofMillis(81_460);
        Ending ending = new Ending(ago(hours), took, Result.of(outcome, code));
        return new PastPull("web1", "create", ago(hours).minus(took), Optional.of(ending), false);
    }

    private static Instant ago(int hours) {
        return NOW.minus(Duration.ofHours(hours));
    }
}
