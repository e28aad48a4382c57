package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a hostile peer takes in time, or not at all: one that gives no window holds whoever writes to it for ever. */
final class PatientOut extends OutputStream {
    private final OutputStream out;
    private final Supplier<Duration> patience;
    private final ScheduledExecutorService scheduler;
    private final Runnable cut;
    private volatile boolean late;

    /**
     * @param patience how long a write may take, asked at each
     * @param cut ends a write that is under way, and all that come; does not wait
     */
    PatientOut(OutputStream out, Supplier<Duration> patience, ScheduledExecutorService scheduler, Runnable cut) {
        this.out = out;
        this.patience = patience;
        this.scheduler = scheduler;
        this.cut = cut;
    }

    /** Nothing was taken in time. */
    static final class TimeOver extends IOException {
        private static final long serialVersionUID = 1L;

        TimeOver(IOException cause) {
            super("nothing taken in time", cause);
        }
    }

    private void end() {
        late = true;
        cut.run();
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    /** @throws TimeOver when it was not taken in time */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ScheduledFuture<?> watch = scheduler.schedule(this::end, patience.get().toNanos(), TimeUnit.NANOSECONDS);
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw late ? new TimeOver(e) : e;
        } finally {
            watch.cancel(false);
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
