package org.agentbroker.broker.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.lock.Line;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Problem;

/** The records of pulls: two lines for each, {@code begun} and {@code ended}, which also stands for itself. */
final class Lines {
    private static final String BEGUN = "begun";
    private static final String ENDED = "ended";
    private static final String VERIFIED = "verified";
    /** Of the text of such a line. */
    static final String VERIFIED_MARK = "{\"type\":\"verified\"";

    private static final double NANOS = 1e9;

    private Lines() {}

    static Line begun(String pull, String client, String command, Instant time, Owner owner) {
        return Line.of(BEGUN, time)
                .with("pull", pull)
                .with("client", client)
                .with("command", command)
                .with("process", owner.process())
                .with("process_start", owner.start())
                .with("boot", owner.boot());
    }

    static Line ended(String pull, PastPull past, Ending ending) {
        Result result = ending.result();
        Line line = Line.of(ENDED, ending.time())
                .with("pull", pull)
                .with("client", past.client())
                .with("command", past.command())
                .with("begun", past.begun().toString())
                .with("seconds", ending.took().toNanos() / NANOS)
                .with("outcome", result.word())
                .with("exit_code", result.exitCode());
        result.problem()
                .ifPresent(problem -> line.with("message", problem.what()).with("hint", problem.hint()));
        if (result.warnings() > 0) {
            line.with("warnings", result.warnings());
        }
        result.archive()
                .ifPresent(archive -> line.with("archive", archive.name())
                        .with("archive_id", archive.id())
                        .with("archive_seconds", archive.seconds())
                        .with("nfiles", archive.files())
                        .with("original_size", archive.originalSize())
                        .with("deduplicated_size", archive.deduplicatedSize()));
        return line;
    }

    /** A restore drill: one line, when it has ended. */
    static Line verified(PastPull past, Ending ending) {
        Line line = ended("", past, ending);
        return line.with("type", VERIFIED);
    }

    /** The newest first. */
    static List<PastPull> pulls(List<Line> lines) {
        Map<String, PastPull> pulls = new LinkedHashMap<>();
        for (Line line : lines) {
            String pull = line.text("pull");
            if (line.type().equals(BEGUN)) {
                pulls.putIfAbsent(pull, unended(line));
            } else if (line.type().equals(ENDED)) {
                pulls.put(pull, ended(line));
            } else if (line.type().equals(VERIFIED)) {
                pulls.put(line.text("begun") + VERIFIED, ended(line));
            }
        }
        List<PastPull> newestFirst = new ArrayList<>(pulls.values());
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    private static PastPull unended(Line line) {
        Owner owner = new Owner(line.number("process"), line.number("process_start"), line.text("boot"));
        return new PastPull(line.text("client"), line.text("command"), line.time(), Optional.empty(), owner.isAlive());
    }

    private static PastPull ended(Line line) {
        Result result = new Result(
                line.text("outcome"),
                (int) line.number("exit_code"),
                line.has("message")
                        ? Optional.of(new Problem(line.text("message"), line.text("hint")))
                        : Optional.empty(),
                (int) line.number("warnings"),
                line.has("archive_id") ? Optional.of(archive(line)) : Optional.empty());
        Duration took = Duration.ofNanos(Math.round(line.fraction("seconds") * NANOS));
        return new PastPull(
                line.text("client"),
                line.text("command"),
                line.time("begun"),
                Optional.of(new Ending(line.time(), took, result)),
                false);
    }

    private static ArchiveSummary archive(Line line) {
        return new ArchiveSummary(
                line.text("archive"),
                line.text("archive_id"),
                line.fraction("archive_seconds"),
                line.number("nfiles"),
                line.number("original_size"),
                line.number("deduplicated_size"));
    }

    /**
     * Those that are kept: of the newest pulls, of the newest good backup however old it is, and as many of any other type.
     */
    static List<Line> kept(List<Line> lines, int most, Instant since) {
        Set<String> pulls = new HashSet<>();
        Set<Line> kept = new HashSet<>();
        boolean good = false;
        int others = 0;
        for (int i = lines.size() - 1; i >= 0; i--) {
            Line line = lines.get(i);
            boolean young = !line.time().isBefore(since);
            if (!line.type().equals(BEGUN) && !line.type().equals(ENDED)) {
                if (young && others++ < most) {
                    kept.add(line);
                }
                continue;
            }
            String pull = line.text("pull");
            boolean newestGood =
                    !good && line.type().equals(ENDED) && ended(line).isGood();
            good |= newestGood;
            if (pulls.contains(pull) || newestGood || young && pulls.size() < most) {
                pulls.add(pull);
                kept.add(line);
            }
        }
        return lines.stream().filter(kept::contains).toList();
    }
}
