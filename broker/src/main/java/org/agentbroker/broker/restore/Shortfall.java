package org.agentbroker.broker.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullListener;

/**
 * Keeps what could not be restored as it was, to be told at the end, and how far it came. Who restores says that a file at
 * a time, and what a hostile client says may have no end.
 */
final class Shortfall implements PullListener {
    static final int MOST = 1000;

    // tar says the third when the disk took a part (measured with GNU tar 1.34)
    private static final Pattern FULL = Pattern.compile(
            "\\[Errno (28|122)]|No space left on device|Disk quota exceeded" + "|: Wrote only [0-9]+ of [0-9]+ bytes");
    private static final Pattern OF_TAR = Pattern.compile("^(\\S*/)?tar: ");
    // tar's last words, which say no more than its exit status
    private static final Pattern STATUS = Pattern.compile("tar: Exiting with failure status due to previous errors");

    private final String client;
    private final PullListener listener;
    private final List<PullEvent> kept = new ArrayList<>();
    private int all;
    private boolean exits;
    private String full = "";
    private String last = "";
    private String progress = "";

    Shortfall(String client, PullListener listener) {
        this.client = client;
        this.listener = listener;
    }

    @Override
    public void heard(PullEvent event) {
        if (!(event instanceof Said said) || !keep(said)) {
            listener.heard(event);
        }
    }

    private synchronized boolean keep(Said said) {
        BorgLine line = said.line();
        if (line instanceof ProgressMessage message && !message.finished()) {
            progress = message.message();
        }
        boolean warns = line instanceof LogMessage message && message.level().equals("WARNING");
        boolean ofTar = line instanceof Text text && OF_TAR.matcher(text.text()).find();
        if (!warns && !ofTar) {
            return false;
        }
        String text = warns ? ((LogMessage) line).message() : ((Text) line).text();
        if (STATUS.matcher(text).find()) {
            exits = true;
            return true;
        }
        all++;
        last = text;
        if (full.isEmpty() && FULL.matcher(text).find()) {
            full = text;
        }
        if (kept.size() < MOST) {
            kept.add(said);
        }
        return true;
    }

    /** How many there were. */
    synchronized int count() {
        return all;
    }

    /** The first that told of a full disk; empty when none did. */
    synchronized String full() {
        return full;
    }

    /** The last one; empty when there was none. */
    synchronized String last() {
        return last;
    }

    /** Whether GNU tar went through the whole and exits because of single files. */
    synchronized boolean isOfFilesOnly() {
        return exits;
    }

    /** How far it came in the words of borg's progress; empty when it said nothing. */
    synchronized String progress() {
        return progress.strip();
    }

    /** Tells what was kept, once. */
    void tell() {
        List<PullEvent> told;
        int more;
        synchronized (this) {
            told = List.copyOf(kept);
            more = all - kept.size();
            kept.clear();
            all = 0;
        }
        if (told.isEmpty()) {
            return;
        }
        listener.heard(new PullEvent.Warning(client, "not restored as it was:"));
        told.forEach(listener::heard);
        if (more > 0) {
            listener.heard(new PullEvent.Warning(client, "and " + more + " more"));
        }
    }
}
