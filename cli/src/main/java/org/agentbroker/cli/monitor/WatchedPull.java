package org.agentbroker.cli.monitor;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.BegunPull;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.Result;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.Hooks;
import org.agentbroker.cli.config.Hooks.Kind;
import org.agentbroker.cli.config.Watch;
import org.agentbroker.cli.print.Escape;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.PastPullJson;
import org.jspecify.annotations.Nullable;

/** A pull under way, and who is told of it. Pings, metrics and hooks are for backups, not for other commands. */
public final class WatchedPull {
    private static final Duration HOOK_LIMIT = Duration.ofSeconds(60);
    // what can change how it stands with the archives
    private static final Set<String> UPKEEP = Set.of("check", "prune", "compact");
    // after a signal: Signals.PATIENCE has 15 s for what comes after the pull itself
    private static final Duration PING_LIMIT_OF_STOP = Duration.ofSeconds(4);
    private static final Duration HOOK_LIMIT_OF_STOP = Duration.ofSeconds(8);

    private final Monitoring monitoring;
    private final Pull pull;
    private final Hooks hooks;
    private final BegunPull begun;
    private final @Nullable Pings pings;

    WatchedPull(Monitoring monitoring, Pull pull, Watch watch) {
        this.monitoring = monitoring;
        this.pull = pull;
        this.hooks = watch.hooks();
        this.begun = monitoring.history().begin(pull.name(), pull.command().name());
        this.pings = pings(watch);
    }

    private @Nullable Pings pings(Watch watch) {
        if (watch.ping() == null || !isBackup()) {
            return null;
        }
        try {
            return new Pings(
                    monitoring.http(),
                    watch.ping(),
                    trouble -> monitoring.warn(pull.name(), "the ping was not taken: " + trouble));
        } catch (UncheckedIOException e) { // no descriptor is left, or Java's certificates cannot be read
            monitoring.warn(pull.name(), "nobody is pinged: " + e.getMessage());
            return null;
        }
    }

    private boolean isBackup() {
        return pull.command().name().equals(PastPull.BACKUP);
    }

    void begun() {
        // of one that may be asleep nobody is told before it has answered
        if (pings != null && !pull.soft()) {
            pings.start();
        }
        try {
            begun.record();
        } catch (UnusableInput e) {
            monitoring.warn(e);
        }
        if (isBackup()) {
            monitoring.writeMetrics();
        }
    }

    /** The client was reached. */
    void reached() {
        if (pings != null) {
            pings.start();
        }
    }

    /** Writes down how it ended. */
    public PastPull ended(Outcome outcome) {
        PastPull past = begun.ended(Result.of(outcome, ExitCode.of(outcome).code()));
        try {
            begun.end(past);
        } catch (UnusableInput e) {
            monitoring.warn(e);
        }
        return past;
    }

    /**
     * Tells everybody, after the user was told.
     *
     * @param inHaste broker itself has to end
     */
    public void tell(PastPull past, boolean inHaste) throws InterruptedException {
        monitoring.over(pull.name());
        if (isBackup() || UPKEEP.contains(pull.command().name())) {
            monitoring.writeMetrics();
        }
        if (!isBackup()) {
            return;
        }
        Kind kind = kind(past);
        if (pings != null) {
            ping(pings, kind, inHaste ? PING_LIMIT_OF_STOP : Pings.LIMIT);
        }
        List<String> hook = hooks.of(kind);
        if (!hook.isEmpty()) {
            run(hook, kind, past, inHaste ? HOOK_LIMIT_OF_STOP : HOOK_LIMIT);
        }
    }

    private void ping(Pings pings, Kind kind, Duration limit) {
        switch (kind) {
            case DONE, WARNINGS -> pings.success(limit);
            case FAILED -> pings.fail(monitoring.tail(pull.name()), limit);
            case ASLEEP -> {} // whether it is too long is for the check itself to say
        }
    }

    private void run(List<String> words, Kind kind, PastPull past, Duration limit) throws InterruptedException {
        try {
            new Hook(words, variables(kind, past), PastPullJson.of(past) + "\n", this::note).run(limit);
        } catch (UnusableInput e) {
            monitoring.warn(pull.name(), e.what() + "; hint: " + e.hint());
        }
    }

    private void note(String line) {
        monitoring.note(pull.name(), "hook: " + line);
    }

    private static Map<String, String> variables(Kind kind, PastPull past) {
        PastPull.Ending ending = past.ending().orElseThrow();
        Result result = ending.result();
        Optional<Problem> problem = result.problem();
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("BROKER_CLIENT", past.client());
        variables.put("BROKER_OUTCOME", kind.key());
        variables.put("BROKER_CAUSE", kind == Kind.FAILED ? result.word() : "");
        variables.put("BROKER_EXIT_CODE", Integer.toString(result.exitCode()));
        variables.put(
                "BROKER_ARCHIVE", result.archive().map(each -> each.name()).orElse(""));
        variables.put(
                "BROKER_ARCHIVE_ID", result.archive().map(each -> each.id()).orElse(""));
        variables.put("BROKER_DURATION_SECONDS", Long.toString(ending.took().toSeconds()));
        variables.put("BROKER_MESSAGE", problem.map(Problem::what).orElse(""));
        variables.replaceAll((name, value) -> Escape.line(value));
        return variables;
    }

    private static Kind kind(PastPull past) {
        String word = past.word();
        if (word.equals(Result.word(Cause.ASLEEP))) {
            return Kind.ASLEEP;
        }
        return word.equals(Result.DONE) ? Kind.DONE : word.equals(Result.WARNINGS) ? Kind.WARNINGS : Kind.FAILED;
    }
}
