package org.agentbroker.broker.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.ledger.Finding.Kind;

/**
 * The archives of a repository as they were at the last look, and what has not been as it should since.
 *
 * @param looked when that was; the epoch for never
 * @param clients whose repository it is, with the last look after a pull of each
 * @param seen the archives
 * @param findings what nobody has accepted yet
 * @param more findings that there was no room for
 * @param pruning ids of archives that a prune of broker's own is about to remove, or has removed since the last look
 */
public record Ledger(
        Instant looked,
        Map<String, Instant> clients,
        List<Seen> seen,
        List<Finding> findings,
        long more,
        Set<String> pruning) {
    /** Of a repository that was never looked at. */
    public static final Ledger NEW = new Ledger(Instant.EPOCH, Map.of(), List.of(), List.of(), 0, Set.of());

    static final int MOST_FINDINGS = 10_000;

    private static final int MOST_CLIENTS = 1000;
    private static final Duration SLACK = Duration.ofDays(1);
    private static final int NAMED = 5;

    public Ledger {
        clients = Map.copyOf(clients);
        seen = List.copyOf(seen);
        findings = List.copyOf(findings);
        pruning = Set.copyOf(pruning);
    }

    /** Whether nobody has ever looked: what is kept of the next look is taken as given. */
    public boolean isNew() {
        return looked.equals(Instant.EPOCH);
    }

    /** How many findings nobody has accepted. */
    public long open() {
        return findings.size() + more;
    }

    /** The same after another look. */
    public Ledger with(Look look) {
        return isNew() ? first(look) : new Comparison(look).result();
    }

    private Ledger first(Look look) {
        List<Seen> all =
                look.archives().stream().map(each -> Seen.of(each, look.now())).toList();
        return new Ledger(look.now(), with(look.client(), look.now()), all, List.of(), 0, Set.of());
    }

    /** What is as it is now is taken as given. */
    public Ledger accepted() {
        return new Ledger(looked, clients, seen, List.of(), 0, pruning);
    }

    /** To be kept before a prune of broker's own begins: these may be gone at the next look. */
    public Ledger pruning(Collection<String> ids) {
        return new Ledger(looked, clients, seen, findings, more, Set.copyOf(ids));
    }

    /** What is open, for people, in bounds; names are the client's word. */
    public String complaint() {
        String named = findings.stream().limit(NAMED).map(Finding::toString).collect(Collectors.joining(", "));
        long rest = open() - Math.min(NAMED, findings.size());
        return (open() == 1 ? "1 archive is not as it should be: " : open() + " archives are not as they should be: ")
                + named
                + (rest > 0 ? ", and " + rest + " more" : "");
    }

    /** What to do about it. */
    public static String hint(String client) {
        return "look: broker list " + client
                + "; if you know why, broker check, prune or compact with --accept-missing;"
                + " if not, do not compact: until then removed archives can be brought back";
    }

    private Map<String, Instant> with(String client, Instant now) {
        Map<String, Instant> all = new LinkedHashMap<>(clients);
        all.put(client, now);
        return all.entrySet().stream()
                .sorted(Map.Entry.<String, Instant>comparingByValue().reversed())
                .limit(MOST_CLIENTS)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** What was, held against what is. */
    private final class Comparison {
        private final Look look;
        private final List<Seen> listed;
        private final Set<ListedArchive> there;
        private final Set<String> names;

        Comparison(Look look) {
            this.look = look;
            listed = look.archives().stream()
                    .map(each -> Seen.of(each, look.now()))
                    .toList();
            there = listed.stream().map(Seen::identity).collect(Collectors.toSet());
            names = listed.stream().map(Seen::name).collect(Collectors.toSet());
        }

        Ledger result() {
            List<Finding> open =
                    new ArrayList<>(findings.stream().filter(this::stands).toList());
            Set<String> changed = new HashSet<>();
            for (Seen each : seen) {
                if (there.contains(each.identity()) || pruning.contains(each.id())) {
                    continue;
                }
                boolean named = names.contains(each.name());
                open.add(new Finding(named ? Kind.CHANGED : Kind.MISSING, each, look.now()));
                if (named) {
                    changed.add(each.name());
                }
            }
            Map<ListedArchive, Seen> known = Stream.concat(
                            seen.stream(), findings.stream().map(Finding::archive))
                    .collect(Collectors.toMap(Seen::identity, each -> each, (one, other) -> one));
            List<Seen> now = new ArrayList<>();
            for (Seen each : listed) {
                Seen before = known.get(each.identity());
                now.add(before == null ? each : before);
                if (before == null && !changed.contains(each.name()) && isOdd(each)) {
                    open.add(new Finding(Kind.ODD_TIME, each, look.now()));
                }
            }
            int kept = Math.min(open.size(), MOST_FINDINGS);
            return new Ledger(
                    look.now(),
                    with(look.client(), look.now()),
                    now,
                    open.subList(0, kept),
                    more + open.size() - kept,
                    Set.of());
        }

        /** One that is there again is no finding any more; of one with an odd time that has gone there is another one. */
        private boolean stands(Finding finding) {
            return there.contains(finding.archive().identity()) == (finding.kind() == Kind.ODD_TIME);
        }

        private boolean isOdd(Seen archive) {
            return archive.made().isBefore(look.since().minus(SLACK))
                    || archive.made().isAfter(look.now().plus(SLACK));
        }
    }
}
