package org.agentbroker.cli.command;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.monitor.Monitoring;
import org.agentbroker.cli.monitor.WatchedPull;
import org.agentbroker.cli.print.Ended;
import org.agentbroker.cli.print.EscapingStream;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Tty;
import org.jspecify.annotations.Nullable;

/** Carries pulls out, some at a time, and tells how each ended. */
final class Pulls {
    private final Invocation invocation;
    private final Path state;
    private final Monitoring monitoring;
    private final Reporter reporter;
    private final boolean borgExitCode;
    private final int jobs;

    /**
     * @param config null when no client is of the config
     * @param jobs how many at a time
     */
    Pulls(Invocation invocation, Reporter reporter, @Nullable Config config, boolean borgExitCode, int jobs) {
        this.invocation = invocation;
        this.state = StateDirectory.of(invocation.environment(), invocation.home());
        this.monitoring = Monitoring.of(History.in(state, InstantSource.system()), Ledgers.in(state), config, reporter);
        this.reporter = monitoring.reporter();
        this.borgExitCode = borgExitCode;
        this.jobs = jobs;
    }

    /** What is begun for each of them. */
    interface Start {
        Run start(Broker broker, Pull pull, OutputStream out);
    }

    /**
     * @param start what is begun
     * @param onTheClient whether the client's borg does it
     * @param remembered whether it is written down
     */
    private record Doing(Start start, boolean onTheClient, boolean remembered) {
        String whenStopped() {
            return onTheClient ? "borg on the client may save a checkpoint" : "borg may have to finish a step";
        }
    }

    /** @return the process's exit code: the worst of all, or borg's own when that was asked for */
    int run(List<Pull> pulls) throws InterruptedException {
        return run(pulls, new Doing(Broker::start, true, true));
    }

    /**
     * Does something else for each client.
     *
     * @param remembered whether it is written down
     */
    int tend(List<Pull> pulls, boolean remembered, Start start) throws InterruptedException {
        return run(pulls, new Doing(start, false, remembered));
    }

    private int run(List<Pull> pulls, Doing doing) throws InterruptedException {
        reporter.beginning(pulls.size());
        ExecutorService workers = Executors.newFixedThreadPool(Math.min(jobs, pulls.size()));
        try (Signals signals = Signals.watch(reporter, doing.whenStopped());
                Broker broker = Broker.open(monitoring, new TerminalPrompt(), Timing.DEFAULT, state)) {
            List<Future<List<Ended>>> queues = new ArrayList<>();
            for (List<Pull> queue : queues(pulls)) {
                queues.add(workers.submit(() -> inTurn(queue, doing, broker, signals)));
            }
            List<Ended> ended = new ArrayList<>();
            for (Future<List<Ended>> queue : queues) {
                ended.addAll(queue.get());
            }
            if (pulls.size() > 1) {
                reporter.summary(ended);
            }
            return code(ended);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    /** @return the process's exit code */
    int restore(Restore restore) throws InterruptedException {
        // remembered as what it is, of the machine that was changed
        Pull pull = restore.target().with(new Other(List.of("restore")));
        return run(List.of(pull), new Doing((broker, same, out) -> broker.restore(restore, out), true, true));
    }

    /** What is pulled one after the other. Of one account of a machine that is all: a second pull would be kept out. */
    private Collection<List<Pull>> queues(List<Pull> pulls) {
        return jobs == 1
                ? List.of(pulls)
                : pulls.stream()
                        .collect(Collectors.groupingBy(
                                pull -> pull.client().login(), LinkedHashMap::new, Collectors.toList()))
                        .values();
    }

    private List<Ended> inTurn(List<Pull> pulls, Doing doing, Broker broker, Signals signals)
            throws InterruptedException {
        List<Ended> ended = new ArrayList<>();
        for (Pull pull : pulls) {
            ended.add(signals.isStopping() ? Ended.notBegun(pull.name()) : one(pull, doing, broker, signals));
        }
        return ended;
    }

    private Ended one(Pull pull, Doing doing, Broker broker, Signals signals) throws InterruptedException {
        long begin = System.nanoTime();
        OutputStream out = invocation.out();
        Run run = doing.start().start(broker, pull, Tty.is(1) ? new EscapingStream(out) : out);
        signals.begun(run);
        try {
            WatchedPull watched = doing.remembered() ? monitoring.begun(pull) : null; // meanwhile it goes on
            Outcome outcome = run.await();
            Duration time = Duration.ofNanos(System.nanoTime() - begin);
            PastPull past = watched == null ? null : watched.ended(outcome);
            reporter.ended(pull.name(), outcome);
            if (watched != null && past != null) {
                watched.tell(past, signals.isStopping());
            }
            return new Ended(pull.name(), outcome, time);
        } finally {
            signals.ended(run);
        }
    }

    private int code(List<Ended> ended) {
        ExitCode worst = ExitCode.DONE;
        int code = 0;
        for (Ended each : ended) {
            Outcome outcome = each.outcome();
            if (outcome != null && ExitCode.worst(worst, ExitCode.of(outcome)) == ExitCode.of(outcome)) {
                worst = ExitCode.of(outcome);
                code = borgExitCode ? outcome.borgCode().orElse(worst.code()) : worst.code();
            }
        }
        return code;
    }
}
