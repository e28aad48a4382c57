package org.agentbroker.broker.intake;

import java.util.regex.Pattern;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.jspecify.annotations.Nullable;

/** What tar says. All of it is the client's word: it is counted, and the last complaint quoted. */
final class TarTalk implements PullListener {
    private static final int LONGEST = 400;
    private static final Pattern TAR = Pattern.compile("^g?tar: ");
    private static final Pattern NO_COMPLAINT =
            Pattern.compile("^g?tar: (Removing leading |Exiting with failure status|Error is not recoverable)");

    private final PullListener next;
    private volatile int warnings;
    private volatile @Nullable String last;
    private volatile String first = "";

    TarTalk(PullListener next) {
        this.next = next;
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof PullEvent.Said said
                && said.line() instanceof BorgLine.Text line
                && !line.text().isBlank()) {
            heard(line.text().length() <= LONGEST ? line.text() : line.text().substring(0, LONGEST) + "…");
        }
        next.heard(event);
    }

    private void heard(String text) {
        if (first.isEmpty()) {
            first = text;
        }
        if (TAR.matcher(text).find() && !NO_COMPLAINT.matcher(text).find()) {
            warnings++; // lines come one after the other
            last = text;
        }
    }

    /** How many files it could not read, or saw change. */
    int warnings() {
        return warnings;
    }

    /** What it complained of last, else what was said first: of a shell, of sudo. Empty when there was nothing. */
    String complaint() {
        String complaint = last;
        return complaint == null ? first : complaint;
    }
}
