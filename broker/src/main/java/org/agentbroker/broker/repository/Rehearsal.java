package org.agentbroker.broker.repository;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullListener;

/** What a prune would do, by what its dry run says (borg's {@code prune --dry-run --list}). */
final class Rehearsal implements PullListener {
    // the name between them is the client's word, and what stands before and after it is borg's
    private static final Pattern REMOVED = Pattern.compile("Would prune:.*\\[([0-9a-f]{64})]", Pattern.DOTALL);
    private static final String KEPT = "Keeping archive";

    private final Set<String> removed = Collections.synchronizedSet(new LinkedHashSet<>());
    private volatile int kept;

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Said said
                && said.line() instanceof LogMessage message
                && message.name().equals("borg.output.list")) {
            Matcher matcher = REMOVED.matcher(message.message());
            if (matcher.matches()) {
                removed.add(matcher.group(1));
            } else if (message.message().startsWith(KEPT)) {
                kept++;
            }
        }
    }

    /** For whoever wants to hear it as well. */
    PullListener before(PullListener other) {
        return event -> {
            heard(event);
            other.heard(event);
        };
    }

    /** Ids. */
    Set<String> removed() {
        return Set.copyOf(removed);
    }

    int all() {
        return removed.size() + kept;
    }

    boolean removesAll() {
        return kept == 0 && !removed.isEmpty();
    }
}
