package org.agentbroker.broker.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.repository.LocalBorg;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Ending;
import org.agentbroker.broker.session.Errand;
import org.agentbroker.broker.session.Stop;
import org.jspecify.annotations.Nullable;

/** The bytes from the server's borg to the client's tar. The end of tar's input comes when borg has ended well, not before. */
final class Transfer {
    private final Course course;
    private final LocalBorg borg;
    private final Errand errand;
    private final Moved moved;
    private final Executor executor;
    private final CompletableFuture<Boolean> read = new CompletableFuture<>();
    private final CompletableFuture<Boolean> unwanted = new CompletableFuture<>();

    Transfer(Course course, LocalBorg borg, Errand errand, Moved moved, Executor executor) {
        this.course = course;
        this.borg = borg;
        this.errand = errand;
        this.moved = moved;
        this.executor = executor;
    }

    /**
     * How borg and tar ended.
     *
     * @param borg null when it was not waited for, as tar failed before
     * @param tar null when it was not waited for, as borg failed
     */
    record Ends(@Nullable Outcome borg, @Nullable Ending tar) {}

    /** Copies until both have ended, or one has failed. */
    Ends run() throws Stop, InterruptedException {
        Feed feed = errand.feed();
        executor.execute(() -> read.complete(copy(feed)));
        try {
            Awaited.any(course, read, unwanted, errand.ending());
            Ending tar = null;
            if (!read.isDone()) {
                // some end with the archive, before their input does
                tar = errand.await();
                if (!(tar instanceof Ending.Exited exited && exited.status() == 0)) {
                    return new Ends(null, tar);
                }
                Awaited.any(course, read);
            }
            Outcome outcome = borg.await(course.deadline()).orElseThrow(course::overdue);
            if (outcome instanceof Failed || tar != null) {
                return new Ends(outcome, tar);
            }
            executor.execute(() -> finish(feed));
            return new Ends(outcome, errand.await());
        } finally {
            unwanted.complete(true);
        }
    }

    /** To the end of what borg writes, also when tar takes no more: borg cannot end while nobody reads. */
    private boolean copy(Feed feed) {
        try {
            InputStream from = borg.out();
            int some = 0;
            while (some >= 0 && !unwanted.isDone()) {
                some = feed.take(from);
                moved.add(Math.max(0, some));
            }
        } catch (IOException e) {
            unwanted.complete(true); // tar has ended, or the hop is lost; that shows there
        }
        discard();
        return true;
    }

    private void discard() {
        try {
            borg.out().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // it was ended
        }
    }

    /** Tells that no more data come. May block for as long as the client takes nothing. */
    static void finish(Feed feed) {
        try {
            feed.finish();
        } catch (IOException e) {
            // tar has ended, or the hop is lost
        }
    }
}
