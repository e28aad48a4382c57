package org.agentbroker.broker;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.RememberingPrompt;
import org.agentbroker.broker.drill.DrillReport;
import org.agentbroker.broker.drill.Sampling;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;

/**
 * Carries out pulls, several at a time if need be; holds the SSH client and the threads that they share.
 *
 * <p>Safe for use by several threads.
 */
public final class Broker implements AutoCloseable {
    private final PullListener listener;
    private final SecretPrompt prompt;
    private final Workshop shop;

    private Broker(PullListener listener, SecretPrompt prompt, Workshop shop) {
        this.listener = listener;
        this.prompt = prompt;
        this.shop = shop;
    }

    /**
     * @param listener hears everything that happens, from several threads
     * @param prompt asks for passphrases whose source is a prompt
     */
    public static Broker open(PullListener listener, SecretPrompt prompt, Timing timing) {
        return open(listener, prompt, timing, StateDirectory.usual());
    }

    /**
     * @param state where locks are kept, made when it is needed: two pulls know of each other when they have the same.
     *     Usually {@link StateDirectory#usual()}
     */
    public static Broker open(PullListener listener, SecretPrompt prompt, Timing timing, Path state) {
        return open(listener, prompt, timing, state, InstantSource.system());
    }

    /** As {@link #open(PullListener, SecretPrompt, Timing, Path)}, with a clock for what has an end in {@code authorized_keys} and certificates. */
    public static Broker open(
            PullListener listener, SecretPrompt prompt, Timing timing, Path state, InstantSource clock) {
        return new Broker(listener, prompt, Workshop.open(timing, state, clock));
    }

    /** As {@link #open(PullListener, SecretPrompt, Timing)}, with nobody to ask and the usual times. */
    public static Broker open(PullListener listener) {
        return open(listener, SecretPrompt.nobody(), Timing.DEFAULT);
    }

    /**
     * Starts a pull. While another one of the same account of the same client is under way, in this process or in
     * another of the user, its outcome is a failure with cause {@code NOT_NOW}; for one into the same repository it
     * waits, at most {@link Pull#lockWait}.
     *
     * @param out where the remote standard output goes, byte for byte; not closed. A {@code create} writes nothing.
     */
    public Run start(Pull pull, OutputStream out) {
        return new Run(pull.name(), () -> work(work -> work.pull(pull, out)));
    }

    /**
     * Starts to look after the repository of a client: with the server's own borg, or for what only reads with the client's
     * where that cannot be started from here. Others wait as pulls do, for pulls and each other.
     *
     * @param pull any of the client; its command is of no account
     * @param out where borg's standard output goes, byte for byte; not closed
     */
    public Run tend(Pull pull, TendCommand command, OutputStream out) {
        return new Run(pull.name(), () -> work(work -> work.tend(pull, command, out)));
    }

    /**
     * Starts to put an archive, or some of it, back into place. It keeps others out, and is kept out, as a pull is: at the
     * target's account and in the source's repository. Archive and paths are looked up before anything is changed.
     *
     * @param out where a dry run lists what it would restore, a path a line; not closed
     */
    public Run restore(Restore restore, OutputStream out) {
        return new Run(restore.target().name(), () -> work(work -> work.restore(restore, out)));
    }

    /**
     * Restores a sample of an archive's files here, compares them, and removes them again. The outcome is a failure with
     * cause {@code BORG_FAILED} when the archive does not hold what it should.
     *
     * @param reports hears what was found, if it comes to that, before the outcome
     */
    public Run verify(Pull pull, Sampling sampling, Consumer<DrillReport> reports) {
        return new Run(pull.name(), () -> work(work -> work.verify(pull, sampling, reports)));
    }

    /**
     * Proves each link between here, the client and its repository, on this thread; some of it by pulls of its own. It
     * changes nothing: a scratch repository beside the real one, and what scripts need on the client, is removed. To
     * interrupt the thread ends it.
     *
     * @param attacks whether to try what must be refused, too
     * @param findings hears of each link when it has been looked at, on this thread
     */
    public void examine(Pull pull, boolean attacks, Consumer<Finding> findings) throws InterruptedException {
        try (RememberingPrompt once = new RememberingPrompt(prompt)) {
            new Work(shop, listener, new SecretReader(once)).examine(pull, attacks, findings);
        }
    }

    /** A passphrase that is typed is asked for once, although client and server need it. */
    private Outcome work(Function<Work, Outcome> what) {
        try (RememberingPrompt once = new RememberingPrompt(prompt)) {
            return what.apply(new Work(shop, listener, new SecretReader(once)));
        }
    }

    /** Ends what is still open. May be called again. */
    @Override
    public void close() {
        shop.close();
    }
}
