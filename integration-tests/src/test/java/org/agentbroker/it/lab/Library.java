package org.agentbroker.it.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.broker.Broker;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.repository.TendCommand;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.InvalidConfig;

/** The library in this JVM, for faults that take the usual times too long to show. */
public final class Library implements AutoCloseable {
    /** Everything within seconds. */
    public static final Timing SHORT = new Timing(
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(4),
            Duration.ofSeconds(10));

    private final List<PullEvent> events = new CopyOnWriteArrayList<>();
    private final Broker broker;

    public Library(Timing timing) {
        this(timing, PullListener.none(), InstantSource.system());
    }

    /** @param also hears each event, before the pull goes on */
    public Library(Timing timing, PullListener also) {
        this(timing, also, InstantSource.system());
    }

    /** @param clock for what has an end in authorized_keys and certificates */
    public Library(Timing timing, InstantSource clock) {
        this(timing, PullListener.none(), clock);
    }

    private Library(Timing timing, PullListener also, InstantSource clock) {
        broker = Broker.open(
                event -> {
                    events.add(event);
                    also.heard(event);
                },
                SecretPrompt.nobody(),
                timing,
                BrokerProcess.state(),
                clock);
    }

    /** Starts the configured backup of web1. */
    public Run start(ConfigText config) {
        return start(pull(config, "web1", Map.of()));
    }

    public Run start(Pull pull) {
        return start(pull, OutputStream.nullOutputStream());
    }

    public Run start(Pull pull, OutputStream out) {
        return broker.start(pull, out);
    }

    public Run start(Restore restore, OutputStream out) {
        return broker.restore(restore, out);
    }

    /** Looks after the repository of web1. */
    public Outcome tend(ConfigText config, TendCommand command, OutputStream out) throws InterruptedException {
        return broker.tend(pull(config, "web1", Map.of()), command, out).await();
    }

    public Outcome run(ConfigText config) throws InterruptedException {
        return start(config).await();
    }

    public static void assertFailed(Outcome outcome, Cause cause, String what, String hint) {
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.cause()).as(failed.toString()).isEqualTo(cause);
            assertThat(failed.problem().what()).contains(what);
            assertThat(failed.problem().hint()).contains(hint);
        });
    }

    /** The configured backup of a client. */
    public static Pull pull(ConfigText config, String client, Map<String, String> environment) {
        try {
            return Config.load(config.write(), environment, BrokerProcess.home())
                    .pull(client);
        } catch (InvalidConfig e) {
            throw new AssertionError(e.problems().toString(), e);
        }
    }

    public List<PullEvent> events() {
        return events;
    }

    @Override
    public void close() {
        broker.close();
    }
}
