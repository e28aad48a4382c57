package org.agentbroker.broker.returnpath;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;

/**
 * Joins a connection that came back with something on this machine: a socket or a process. Each direction ends by itself;
 * when both have, or one breaks, all is closed.
 */
final class Splice implements Receiver {
    private static final int CHUNK = 64 * 1024;

    /** What the connection is joined with. */
    interface Near extends Closeable {
        InputStream in() throws IOException;

        OutputStream out() throws IOException;

        /** The far side sends no more. */
        void endOfInput() throws IOException;
    }

    /** Opens it; may block. */
    interface Opening {
        Near open() throws IOException;
    }

    private final FarEnd far;
    private final Consumer<Splice> over;
    private final CompletableFuture<Near> near = new CompletableFuture<>();
    private boolean inputEnded;
    private volatile long received;
    private volatile boolean gone;

    private Splice(FarEnd far, Consumer<Splice> over) {
        this.far = far;
        this.over = over;
    }

    /**
     * Starts to open the near end, on the executor, and carries both directions until they end.
     *
     * @param over hears when the connection is gone
     */
    static Splice start(FarEnd far, Opening opening, Executor executor, Consumer<Splice> over) {
        Splice splice = new Splice(far, over);
        executor.execute(() -> splice.run(opening));
        return splice;
    }

    private void run(Opening opening) {
        try (Near opened = opening.open()) {
            if (!near.complete(opened)) {
                return; // the connection has gone meanwhile
            }
            copy(opened.in(), far.out());
            far.out().close();
            awaitInput();
        } catch (IOException e) {
            near.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            near.cancel(false);
            far.close();
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[CHUNK];
        for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
            to.write(buffer, 0, n);
        }
    }

    private synchronized void awaitInput() throws InterruptedException {
        while (!inputEnded) {
            wait();
        }
    }

    /** How many bytes came so far: whoever only holds the connection sends none. */
    long received() {
        return received;
    }

    boolean isOver() {
        return gone;
    }

    @Override
    public void take(byte[] bytes) throws IOException, InterruptedException {
        received += bytes.length;
        OutputStream out = opened().out();
        out.write(bytes);
        out.flush();
    }

    private Near opened() throws IOException, InterruptedException {
        try {
            return near.get();
        } catch (ExecutionException | CancellationException e) {
            throw new IOException("there is nothing to join with", e);
        }
    }

    @Override
    public void end() {
        try {
            opened().endOfInput();
        } catch (IOException e) {
            far.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inputIsOver();
    }

    @Override
    public void closed() {
        gone = true;
        over.accept(this);
        inputIsOver();
        near.cancel(false);
        if (near.isDone() && !near.isCompletedExceptionally()) {
            try {
                near.join().close(); // wakes whoever reads from it
            } catch (IOException e) {
                // it is closed as far as it can be
            }
        }
    }

    private synchronized void inputIsOver() {
        inputEnded = true;
        notifyAll();
    }

    void close() {
        far.close();
    }
}
