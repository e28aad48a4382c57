package org.agentbroker.cli.monitor;

import java.net.http.HttpClient;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Watch;
import org.agentbroker.cli.print.BothReporters;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Tails;
import org.jspecify.annotations.Nullable;

/**
 * Writes pulls down and tells others of them. Whatever goes wrong here is a warning: a backup is worth more than the
 * news of it.
 */
public final class Monitoring implements PullListener {
    private static final int LOG_OF_FAILURE = 10_000;

    private final History history;
    private final @Nullable Config config;
    private final Reporter plain;
    private final Tails tails = new Tails(LOG_OF_FAILURE);
    private final Reporter reporter;
    private final Optional<Metrics> metrics;
    private final Map<String, WatchedPull> underWay = new ConcurrentHashMap<>();
    private @Nullable HttpClient http;

    private Monitoring(History history, Ledgers ledgers, @Nullable Config config, Reporter plain) {
        this.history = history;
        this.config = config;
        this.plain = plain;
        this.reporter = new BothReporters(plain, tails);
        this.metrics = Optional.ofNullable(config)
                .flatMap(each -> Optional.ofNullable(each.metrics()))
                .map(file -> new Metrics(file, config.clientNames(), history, ledgers));
    }

    /** @param config null when no client is of the config */
    public static Monitoring of(History history, Ledgers ledgers, @Nullable Config config, Reporter reporter) {
        return new Monitoring(history, ledgers, config, reporter);
    }

    /** For what is said of pulls; it is listened to. */
    public Reporter reporter() {
        return reporter;
    }

    /** What happens in a pull: for the user, and for whoever waits for a client to be there. */
    @Override
    public void heard(PullEvent event) {
        reporter.heard(event);
        if (event instanceof Entered entered && entered.phase() == Phase.LOGIN) {
            WatchedPull pull = underWay.get(entered.client());
            if (pull != null) {
                pull.reached();
            }
        }
    }

    /** A pull has begun; its end is to be told to the answer. */
    public WatchedPull begun(Pull pull) {
        WatchedPull watched = new WatchedPull(this, pull, watch(pull.name()));
        underWay.put(pull.name(), watched);
        watched.begun();
        return watched;
    }

    void over(String client) {
        underWay.remove(client);
    }

    private Watch watch(String client) {
        return config == null ? Watch.NONE : config.watch(client);
    }

    History history() {
        return history;
    }

    void writeMetrics() {
        if (metrics.isPresent()) {
            try {
                metrics.get().write();
            } catch (UnusableInput e) {
                warn(e);
            }
        }
    }

    String tail(String client) {
        return tails.of(client);
    }

    /** One for all, made when it is first needed: that takes time and memory. */
    synchronized HttpClient http() {
        if (http == null) {
            http = Pings.client();
        }
        return http;
    }

    void warn(UnusableInput trouble) {
        plain.warning(trouble.what() + "; hint: " + trouble.hint());
    }

    void warn(String client, String trouble) {
        plain.warning(client + ": " + trouble);
    }

    void note(String client, String note) {
        plain.note(client + ": " + note);
    }
}
