package org.agentbroker.broker.intake;

import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.jspecify.annotations.Nullable;

/**
 * Knows by what borg says whether it had read all before the files went away: with {@code --progress} it tells when it has
 * done with them, and saves the archive then (archiver.py, do_create). When they went from under it, it keeps to itself
 * what borg says: a page about how it came to be surprised.
 */
final class Reads implements PullListener {
    private static final String NAMED = "(: ('.*'|\".*\"|\\d+))?";

    /** What reads end with that wait when the files go, and those after: these are never the client's words. */
    private static final Pattern GONE = Pattern.compile(
            ".*\\[Errno (103] Software caused connection abort|107] Transport endpoint is not connected)" + NAMED,
            Pattern.DOTALL);

    /** Sshfs that ends says this of what it was asked, too, and so may a client of any file. */
    private static final Pattern FAILED = Pattern.compile(".*\\[Errno 5] Input/output error" + NAMED, Pattern.DOTALL);

    private static final String ERROR = "[Errno ";

    private final PullListener next;
    private @Nullable Future<?> gone;
    private boolean over;
    private boolean inTime;
    private boolean cut;

    Reads(PullListener next) {
        this.next = next;
    }

    /** @param files done when they are no longer there */
    synchronized void when(Future<?> files) {
        gone = files;
    }

    @Override
    public void heard(PullEvent event) {
        if (!(event instanceof PullEvent.Said said) || isToldOn(said.line())) {
            next.heard(event);
        }
    }

    private synchronized boolean isToldOn(BorgLine line) {
        boolean away = gone != null && gone.isDone();
        if (!over && line instanceof LogMessage message && message.level().equals("WARNING")) {
            cut |= tells(GONE, message) || away && tells(FAILED, message);
        } else if (!over && line instanceof ArchiveProgress progress && progress.finished()) {
            over = true;
            inTime = !away && !cut;
        }
        return !away || inTime;
    }

    // a path may have such words in it: then there are two
    private static boolean tells(Pattern error, LogMessage message) {
        String text = message.message();
        return text.indexOf(ERROR) == text.lastIndexOf(ERROR)
                && error.matcher(text).matches();
    }

    /** Whether all was read, or could not be, while the files were there: what happens to them then is of no account. */
    synchronized boolean wereOverInTime() {
        return inTime;
    }

    /** Whether something was not read because they went away. */
    synchronized boolean wereCut() {
        return cut && !inTime;
    }
}
