package org.agentbroker.broker;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.doctor.Carrier;
import org.agentbroker.broker.doctor.Doctor;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.drill.DrillReport;
import org.agentbroker.broker.drill.DrillSession;
import org.agentbroker.broker.drill.Sampling;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.intake.IntakeSession;
import org.agentbroker.broker.lock.Claim;
import org.agentbroker.broker.lock.NotTaken;
import org.agentbroker.broker.lock.PullLocks;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.repository.AfterPull;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.repository.ReadingByClient;
import org.agentbroker.broker.repository.RepositoryPlace;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.repository.Tending;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.restore.Restoring;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopVisit;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.PullSession;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;

/**
 * One thing that a {@link Broker} was asked for: its plan, its locks, and who carries it out.
 *
 * @param secrets remembers what somebody typed, for as long as this takes
 */
record Work(Workshop shop, PullListener listener, SecretReader secrets) {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    /** A pull, after which account is kept of the archives. */
    Outcome pull(Pull pull, OutputStream out) {
        return planned(pull, plan -> {
            Supplier<Outcome> session = session(pull, plan, out);
            return () -> {
                Instant began = shop.clock().instant();
                return new AfterPull(pull, plan, shop.ledgers(), secrets, shop.means(listener), shop.clock())
                        .look(session.get(), began);
            };
        });
    }

    /** A pull of which nobody keeps account. */
    private Outcome onlyPull(Pull pull, OutputStream out) {
        return planned(pull, plan -> session(pull, plan, out));
    }

    /** What carries the plan out while its locks are held: the client's borg, or the server's own. */
    private Supplier<Outcome> session(Pull pull, Plan plan, OutputStream out) {
        if (plan.reading() != null) {
            return new IntakeSession(pull, plan, shop.clients(), shop.means(listener), secrets, listener)::run;
        }
        PullSession session =
                new PullSession(plan, shop.clients(), shop.scheduler(), secrets, shop.serverKeys(), listener);
        return () -> session.run(out);
    }

    Outcome restore(Restore restore, OutputStream out) {
        try {
            Restoring restoring = Restoring.of(restore, shop.tools(secrets), listener);
            return locked(restore.target(), restoring.plan(), "restore", () -> restoring.run(out));
        } catch (UnusableInput e) {
            return unusable(e);
        }
    }

    Outcome tend(Pull pull, TendCommand command, OutputStream out) {
        Plan plan;
        try {
            plan = Plan.of(pull, shop.timing());
        } catch (UnusableInput e) {
            return unusable(e);
        }
        if (command instanceof TendCommand.Reading reading
                && (reading.byClient() || !OwnRepository.isWithinReach(pull, plan))) {
            return new ReadingByClient(pull, this::onlyPull).run(reading, out);
        }
        return new Tending(pull, plan, shop.locks(), shop.ledgers(), secrets, shop.means(listener), shop.clock())
                .run(command, out);
    }

    Outcome verify(Pull pull, Sampling sampling, Consumer<DrillReport> reports) {
        return planned(
                pull,
                "verify",
                plan -> new DrillSession(
                        pull, plan, shop.clients(), shop.means(listener), secrets, listener, sampling, reports)::run);
    }

    void examine(Pull pull, boolean attacks, Consumer<Finding> findings) throws InterruptedException {
        Carrier carrier = new Carrier() {
            @Override
            public Outcome carryOut(Pull each, OutputStream out, PullListener told) {
                return new Work(shop, told, secrets).onlyPull(each, out);
            }

            @Override
            public HopVisit.Seen visit(Plan plan) throws InterruptedException {
                return HopVisit.carryOut(plan, shop.clients(), shop.scheduler(), secrets);
            }

            @Override
            public Visit.Answer ask(Plan plan, String command) throws Stop, UnusableInput, InterruptedException {
                try (Identities identities = Identities.open(secrets, plan.client());
                        Visit visit =
                                Visit.open(shop.clients(), plan.name(), plan.client(), identities, null, ANSWER)) {
                    return visit.run(command, new byte[0], ANSWER);
                }
            }
        };
        new Doctor(pull, attacks, secrets, listener, shop.clock(), carrier, findings).examine();
    }

    private Outcome planned(Pull pull, Function<Plan, Supplier<Outcome>> sessions) {
        return planned(pull, "borg " + pull.command().name(), sessions);
    }

    /**
     * @param command for whoever is kept out
     * @param sessions what carries a plan out; made before the locks are taken, as the deadline counts from then
     */
    private Outcome planned(Pull pull, String command, Function<Plan, Supplier<Outcome>> sessions) {
        Plan plan;
        try {
            plan = Plan.of(pull, shop.timing());
        } catch (UnusableInput e) {
            return unusable(e);
        }
        return locked(pull, plan, command, sessions.apply(plan));
    }

    /** What is done while nobody else is at the client's account and in the repository. */
    private Outcome locked(Pull pull, Plan plan, String command, Supplier<Outcome> what) {
        Claim claim = new Claim(
                pull.name(),
                pull.client().login(),
                RepositoryPlace.of(plan),
                command,
                pull.lockWait(),
                pull.deadline());
        PullLocks.Held held;
        try {
            listener.heard(new Entered(pull.name(), Phase.LOCK));
            held = shop.locks().take(claim, text -> listener.heard(new Note(pull.name(), text)));
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

    private static Failed unusable(UnusableInput e) {
        return new Failed(Phase.PLAN, Cause.UNUSABLE, new Problem(e.what(), e.hint()), OptionalInt.empty());
    }
}
