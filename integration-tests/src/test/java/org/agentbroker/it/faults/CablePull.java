package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Way;

/**
 * A pull in this JVM over a cable of its own, into a repository of its own, so that several run at the same time; when it
 * is at a certain moment something is done to the cable.
 */
final class CablePull implements AutoCloseable {
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Moment moment;
    private final Path data;
    private final Cable cable;
    private final Cable serverCable;
    private final SigningAgent identity;
    private final Library library;
    private final Consumer<CablePull> action;
    private final AtomicBoolean done = new AtomicBoolean();
    private final String name;
    private final ConfigText config;
    private long bytesBefore;
    private volatile boolean begun;
    private volatile Run run;

    /**
     * @param timing of the pull
     * @param action at the moment; all that has been sent before has gone through
     */
    CablePull(Lab lab, Way way, Moment moment, String repository, Timing timing, Consumer<CablePull> action) {
        this.moment = moment;
        this.action = action;
        name = way.name().toLowerCase(Locale.ROOT) + "-" + moment.text();
        data = moment == Moment.TRANSFER ? random(lab.directory().resolve("client/" + name), 48) : null;
        cable = Cable.to(lab.clientPort());
        serverCable = Cable.to(lab.serverPort());
        identity = SigningAgent.open(lab, () -> reached(moment == Moment.LOGIN));
        library = new Library(timing, this::heard);
        config = way.in(lab.config().also(name))
                .defaults("identity", "agent")
                .client("port", cable.portText())
                .client("repository", repository);
        if (way == Way.TUNNEL || way == Way.DIRECT) {
            config.client("key", "per-pull")
                    .server("authorized-keys", lab.authorizedKeys().toString());
        }
        if (way == Way.DIRECT) {
            config.server("port", serverCable.portText());
        }
        if (data != null) {
            config.create("paths", "[" + data + "]").create("options", "[--upload-ratelimit, \"3000\"]");
        }
    }

    private Pull pull() {
        return Library.pull(config, name, Map.of("SSH_AUTH_SOCK", identity.socket()));
    }

    /** May be changed before the start. */
    ConfigText config() {
        return config;
    }

    /** Starts to make the repository, with the usual times. */
    Run init(Library usual) {
        return usual.start(pull().with(new BorgCommand.Init("repokey-blake2")));
    }

    CablePull start() {
        bytesBefore = cable.bytes() + serverCable.bytes();
        cable.when(it -> isAt(), it -> reached(true));
        serverCable.when(it -> isAt(), it -> reached(true));
        begun = true;
        run = library.start(pull());
        return this;
    }

    private boolean isAt() {
        return moment.isAt(cable.bytes() + serverCable.bytes() - bytesBefore);
    }

    private void heard(PullEvent event) {
        reached(moment.isAt(event));
    }

    private void reached(boolean now) {
        if (now && begun && done.compareAndSet(false, true)) {
            action.accept(this);
        }
    }

    Moment moment() {
        return moment;
    }

    /** Between broker and the client. */
    Cable cable() {
        return cable;
    }

    /** Between the client and the server, where there is such a link. */
    Cable serverCable() {
        return serverCable;
    }

    Run run() {
        return run;
    }

    /** Also that the moment has come. */
    Outcome outcome() {
        try {
            Outcome outcome = run.outcome().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(done).as("it came to " + moment + ": " + outcome).isTrue();
            return outcome;
        } catch (TimeoutException e) {
            throw new AssertionError("the pull cut at " + moment + " has no outcome: " + library.events(), e);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        return name + " " + library.events();
    }

    /** Pulls the plugs, too. */
    @Override
    public void close() {
        cable.close();
        serverCable.close();
        library.close();
        identity.close();
        try {
            if (data != null) {
                Files.delete(data);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path random(Path file, int mebibytes) {
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            return Files.write(file, random.readNBytes(mebibytes * MEBIBYTE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
