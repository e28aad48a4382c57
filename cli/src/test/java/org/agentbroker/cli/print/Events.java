package org.agentbroker.cli.print;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Audited;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;

/** One event and one outcome of each kind, as a pull of web1 gives them. */
final class Events {
    static final String HOSTILE = "\u001b[31m\r\n\u009b\u202e é 😀 \ud800 \"}";

    private Events() {}

    static List<PullEvent> all() {
        return List.of(
                new Entered("web1", Phase.CONNECT),
                new Note("web1", "trying again"),
                new Warning("web1", "mind the gap", "step over it"),
                audited(Reason.SIGNED, "borgs", "SHA256:host", "0123456789abcdef"),
                audited(Reason.OTHER_USER, "root", null, null),
                said(new BorgLine.LogMessage("INFO", "borg.archiver", "", "borg's word\n\nand advice")),
                said(new BorgLine.LogMessage("WARNING", "borg.archiver", "BackupError", "a: vanished")),
                said(new BorgLine.LogMessage("ERROR", "borg.archiver", "LockTimeout", "locked")),
                said(new BorgLine.ArchiveProgress(3, 2000, 1000, "etc/hosts", false)),
                said(new BorgLine.ArchiveProgress(0, 0, 0, "", true)),
                said(new BorgLine.ProgressMessage("Saving files cache", false)),
                said(new BorgLine.ProgressMessage("", true)),
                said(new BorgLine.FileStatus("A", "etc/hosts")),
                said(new BorgLine.Other(new LinkedHashMap<>(Map.of("type", "outcome")))),
                said(new BorgLine.Text("motd")));
    }

    static Map<String, Outcome> outcomes() {
        ArchiveSummary archive = new ArchiveSummary("a1", "fe2c", 81.46, 2, 3_000_525, 4321);
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        outcomes.put("done", new Completed(archive));
        outcomes.put("nothing to sum up", new Completed(null));
        outcomes.put("warned", new CompletedWithWarnings(107, 2, archive));
        outcomes.put(
                "failed",
                new Failed(
                        Phase.COMMAND, Cause.NOT_NOW, new Problem("it is locked", "wait for it"), OptionalInt.of(73)));
        return outcomes;
    }

    /** One of several clients for each way to end. */
    static List<Ended> ended() {
        List<Ended> ended = new ArrayList<>();
        outcomes()
                .forEach((name, outcome) ->
                        ended.add(new Ended("web" + ended.size(), outcome, Duration.ofMillis(81_460))));
        Failed asleep = new Failed(Phase.CONNECT, Cause.ASLEEP, "laptop1 cannot be reached", "is it up?");
        ended.add(new Ended("laptop1", asleep, Duration.ofSeconds(30)));
        ended.add(Ended.notBegun("late1"));
        return ended;
    }

    static PullEvent said(BorgLine line) {
        return new Said("web1", line);
    }

    /** Every kind of line, with text that is meant to do harm. */
    static List<BorgLine> hostile() {
        return List.of(
                new BorgLine.LogMessage(HOSTILE, HOSTILE, HOSTILE, HOSTILE),
                new BorgLine.ArchiveProgress(-1, Long.MAX_VALUE, Long.MIN_VALUE, HOSTILE, false),
                new BorgLine.ProgressMessage(HOSTILE, false),
                new BorgLine.FileStatus(HOSTILE, HOSTILE),
                new BorgLine.Other(Map.of(HOSTILE, HOSTILE, "type", "outcome", "exit_code", 0)),
                new BorgLine.Text(HOSTILE));
    }

    private static PullEvent audited(Reason reason, String user, String hostKey, String session) {
        return new Audited(
                "web1", new AgentEvent(Instant.EPOCH, 1, "sign", reason, "SHA256:key", user, hostKey, session, 0));
    }
}
