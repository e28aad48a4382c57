package org.agentbroker.broker.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.agentbroker.broker.ledger.Finding.Kind;
import org.agentbroker.broker.lock.Line;

/**
 * A ledger as lines: a head, the clients, what is open, what is being pruned, the archives. A type ends in the version of
 * its fields; the head's is that of the whole.
 */
final class LedgerLines {
    private static final String HEAD = "ledger-1";
    private static final String CLIENT = "client-1";
    private static final String FINDING = "finding-1";
    private static final String PRUNING = "pruning-1";
    private static final String ARCHIVE = "archive-1";

    private LedgerLines() {}

    static List<Line> of(String repository, Ledger ledger) {
        List<Line> lines = new ArrayList<>();
        lines.add(Line.of(HEAD, ledger.looked())
                .with("repository", repository)
                .with("archives", ledger.seen().size())
                .with("findings", ledger.open())
                .with("more", ledger.more()));
        ledger.clients()
                .forEach((client, time) -> lines.add(Line.of(CLIENT, time).with("client", client)));
        for (Finding each : ledger.findings()) {
            String kind = each.kind().name().toLowerCase(Locale.ROOT);
            lines.add(archive(Line.of(FINDING, each.found()).with("kind", kind), each.archive()));
        }
        ledger.pruning()
                .forEach(id -> lines.add(Line.of(PRUNING, ledger.looked()).with("id", id)));
        for (Seen each : ledger.seen()) {
            lines.add(archive(Line.of(ARCHIVE, each.first()), each));
        }
        return lines;
    }

    private static Line archive(Line line, Seen archive) {
        return line.with("archive", archive.name())
                .with("id", archive.id())
                .with("made", archive.made().toString())
                .with("first", archive.first().toString());
    }

    /** Nothing when it is none, or not whole, or of a newer broker. */
    static Optional<Ledger> read(List<String> texts) {
        List<Line> lines =
                texts.stream().map(Line::read).flatMap(Optional::stream).toList();
        if (lines.isEmpty() || lines.size() != texts.size() || !isHead(lines.get(0))) {
            return Optional.empty();
        }
        Line head = lines.get(0);
        Map<String, Instant> clients = new LinkedHashMap<>();
        List<Seen> seen = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        Set<String> pruning = new HashSet<>();
        for (Line line : lines.subList(1, lines.size())) {
            switch (line.type()) {
                case CLIENT -> clients.put(line.text("client"), line.time());
                case FINDING -> kind(line).ifPresent(kind -> findings.add(new Finding(kind, seen(line), line.time())));
                case PRUNING -> pruning.add(line.text("id"));
                case ARCHIVE -> seen.add(seen(line));
                default -> {
                    return Optional.empty();
                }
            }
        }
        boolean whole = seen.size() == head.number("archives")
                && findings.size() + head.number("more") == head.number("findings");
        return whole
                ? Optional.of(new Ledger(head.time(), clients, seen, findings, head.number("more"), pruning))
                : Optional.empty();
    }

    private static Seen seen(Line line) {
        return new Seen(line.text("archive"), line.text("id"), line.time("made"), line.time("first"));
    }

    private static Optional<Kind> kind(Line line) {
        return Stream.of(Kind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(line.text("kind")))
                .findFirst();
    }

    static boolean isHead(Line line) {
        return line.type().equals(HEAD);
    }

    static boolean isClient(Line line) {
        return line.type().equals(CLIENT);
    }
}
