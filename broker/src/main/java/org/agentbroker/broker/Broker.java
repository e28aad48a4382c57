package org.agentbroker.broker;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.doctor.Carrier;
import org.agentbroker.broker.doctor.Doctor;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.RememberingPrompt;
import org.agentbroker.broker.drill.DrillReport;
import org.agentbroker.broker.drill.DrillSession;
import org.agentbroker.broker.drill.Sampling;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.intake.IntakeSession;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.lock.Claim;
import org.agentbroker.broker.lock.NotTaken;
import org.agentbroker.broker.lock.PullLocks;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.AfterPull;
import org.agentbroker.broker.repository.Means;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.repository.ReadingByClient;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.repository.Tending;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.restore.Restoring;
import org.agentbroker.broker.restore.Tools;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.HopVisit;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.PullSession;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;

/**
 * Carries out pulls, several at a time if need be; holds the SSH client and the threads that they share.
 *
 * <p>Safe for use by several threads.
 */
public final class Broker implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final PullListener listener;
    private final SecretPrompt prompt;
    private final InstantSource clock;
    private final Timing timing;
    private final ExecutorService executor;
    private final ScheduledExecutorService scheduler;
    private final HopClient clients;
    private final PullLocks locks;
    private final Ledgers ledgers;
    private final ServerKeys serverKeys;

    private Broker(PullListener listener, SecretPrompt prompt, Timing timing, Path state, InstantSource clock) {
        this.listener = listener;
        this.prompt = prompt;
        this.clock = clock;
        this.timing = timing;
        this.locks = PullLocks.in(state, clock);
        this.ledgers = Ledgers.in(state);
        this.serverKeys = ServerKeys.with(locks.directory(), clock);
        this.executor = Executors.newCachedThreadPool(daemons("broker-io-"));
        this.scheduler = Executors.newSingleThreadScheduledExecutor(daemons("broker-heartbeat-"));
        this.clients = HopClient.open(timing, executor);
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
        return new Broker(listener, prompt, timing, state, clock);
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
        return new Run(pull.name(), () -> remembering(reader -> carryOut(pull, out, reader, listener, true)));
    }

    /**
     * Starts to look after the repository of a client: with the server's own borg, or for what only reads with the client's
     * where that cannot be started from here. Others wait as pulls do, for pulls and each other.
     *
     * @param pull any of the client; its command is of no account
     * @param out where borg's standard output goes, byte for byte; not closed
     */
    public Run tend(Pull pull, TendCommand command, OutputStream out) {
        return new Run(pull.name(), () -> remembering(reader -> tend(pull, command, out, reader)));
    }

    private Outcome tend(Pull pull, TendCommand command, OutputStream out, SecretReader reader) {
        Plan plan;
        try {
            plan = Plan.of(pull, timing);
        } catch (UnusableInput e) {
            return unusable(e);
        }
        Means means = means(listener);
        if (command instanceof TendCommand.Reading reading
                && (reading.byClient() || !OwnRepository.isWithinReach(pull, plan))) {
            return new ReadingByClient(pull, (each, to) -> carryOut(each, to, reader, listener, false))
                    .run(reading, out);
        }
        return new Tending(pull, plan, locks, ledgers, reader, means, clock).run(command, out);
    }

    private Means means(PullListener told) {
        return new Means(executor, scheduler, timing, told);
    }

    /** A passphrase that is typed is asked for once, although client and server need it. */
    private Outcome remembering(Function<SecretReader, Outcome> work) {
        try (RememberingPrompt once = new RememberingPrompt(prompt)) {
            return work.apply(new SecretReader(once));
        }
    }

    /**
     * Starts to put an archive, or some of it, back into place. It keeps others out, and is kept out, as a pull is: at the
     * target's account and in the source's repository. Archive and paths are looked up before anything is changed.
     *
     * @param out where a dry run lists what it would restore, a path a line; not closed
     */
    public Run restore(Restore restore, OutputStream out) {
        return new Run(restore.target().name(), () -> remembering(reader -> carryOut(restore, out, reader)));
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
            SecretReader reader = new SecretReader(once);
            Carrier carrier = new Carrier() {
                @Override
                public Outcome carryOut(Pull each, OutputStream out, PullListener told) {
                    return Broker.this.carryOut(each, out, reader, told, false);
                }

                @Override
                public HopVisit.Seen visit(Plan plan) throws InterruptedException {
                    return HopVisit.carryOut(plan, clients, scheduler, reader);
                }

                @Override
                public Visit.Answer ask(Plan plan, String command) throws Stop, UnusableInput, InterruptedException {
                    try (Identities identities = Identities.open(reader, plan.client());
                            Visit visit = Visit.open(clients, plan.name(), plan.client(), identities, null, ANSWER)) {
                        return visit.run(command, new byte[0], ANSWER);
                    }
                }
            };
            new Doctor(pull, attacks, reader, listener, clock, carrier, findings).examine();
        }
    }

    /**
     * Restores a sample of an archive's files here, compares them, and removes them again. The outcome is a failure with
     * cause {@code BORG_FAILED} when the archive does not hold what it should.
     *
     * @param reports hears what was found, if it comes to that, before the outcome
     */
    public Run verify(Pull pull, Sampling sampling, Consumer<DrillReport> reports) {
        return new Run(
                pull.name(),
                () -> remembering(reader -> planned(
                        pull,
                        "verify",
                        listener,
                        plan -> new DrillSession(
                                pull, plan, clients, means(listener), reader, listener, sampling, reports)::run)));
    }

    /** @param looks whether account is kept of the archives */
    private Outcome carryOut(Pull pull, OutputStream out, SecretReader secrets, PullListener listener, boolean looks) {
        return planned(pull, "borg " + pull.command().name(), listener, plan -> {
            Supplier<Outcome> session = session(pull, plan, out, secrets, listener);
            return () -> {
                Instant began = clock.instant();
                Outcome outcome = session.get();
                return looks
                        ? new AfterPull(pull, plan, ledgers, secrets, means(listener), clock).look(outcome, began)
                        : outcome;
            };
        });
    }

    private Outcome carryOut(Restore restore, OutputStream out, SecretReader reader) {
        Pull target = restore.target();
        try {
            Tools tools = new Tools(clients, executor, scheduler, reader, serverKeys, timing);
            Restoring restoring = Restoring.of(restore, tools, listener);
            return locked(target, restoring.plan(), "restore", listener, () -> restoring.run(out));
        } catch (UnusableInput e) {
            return unusable(e);
        }
    }

    /** @param sessions what carries a plan out; made before the locks are taken, as the deadline counts from then */
    private Outcome planned(
            Pull pull, String command, PullListener listener, Function<Plan, Supplier<Outcome>> sessions) {
        Plan plan;
        try {
            plan = Plan.of(pull, timing);
        } catch (UnusableInput e) {
            return unusable(e);
        }
        return locked(pull, plan, command, listener, sessions.apply(plan));
    }

    /** What is done while nobody else is at the client's account and in the repository. */
    private Outcome locked(Pull pull, Plan plan, String command, PullListener listener, Supplier<Outcome> what) {
        PullLocks.Held held;
        try {
            listener.heard(new Entered(pull.name(), Phase.LOCK));
            held = locks.take(claim(pull, plan, command), text -> listener.heard(new Note(pull.name(), text)));
        } catch (NotTaken e) {
            return e.outcome();
        } catch (InterruptedException e) {
            return new Failed(
                    Phase.LOCK, Cause.CANCELLED, "the pull of " + pull.name() + " was cancelled", "start it again");
        }
        try {
            return what.get();
        } finally {
            held.close();
        }
    }

    /** What carries the plan out while its locks are held: the client's borg, or the server's own. */
    private Supplier<Outcome> session(
            Pull pull, Plan plan, OutputStream out, SecretReader secrets, PullListener listener) {
        if (plan.reading() != null) {
            return new IntakeSession(pull, plan, clients, means(listener), secrets, listener)::run;
        }
        PullSession session = new PullSession(plan, clients, scheduler, secrets, serverKeys, listener);
        return () -> session.run(out);
    }

    private static Failed unusable(UnusableInput e) {
        return new Failed(Phase.PLAN, Cause.UNUSABLE, new Problem(e.what(), e.hint()), OptionalInt.empty());
    }

    private static Claim claim(Pull pull, Plan plan, String command) {
        return new Claim(
                pull.name(), pull.client().login(), plan.repositoryUrl(), command, pull.lockWait(), pull.deadline());
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Ends what is still open. May be called again. */
    @Override
    public void close() {
        clients.close();
        serverKeys.close();
        scheduler.shutdownNow();
        executor.shutdownNow();
    }
}
