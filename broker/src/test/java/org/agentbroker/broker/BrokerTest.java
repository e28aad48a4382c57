package org.agentbroker.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.fixture.KeyFiles;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Pull.Retry;
import org.agentbroker.broker.plan.Pull.Signing;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.broker.secret.SecretSource.FromCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pulls that never get as far as a client that speaks SSH. */
@Timeout(30)
class BrokerTest {
    @TempDir
    Path directory;

    private final SamplePull sample = new SamplePull();
    private ServerSocket silent;

    @BeforeEach
    void silentClient() throws IOException {
        silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        sample.clientHost = "127.0.0.1";
        sample.clientPort = silent.getLocalPort();
        Path file = KeyFiles.in(directory);
        sample.key = keyFile(file);
        sample.identity = new Client.KeyFile(file, new SecretSource.None());
        sample.passphrase = new SecretSource.None();
    }

    private static ClientKey keyFile(Path file) {
        return new ClientKey.KeyFile(file, new SecretSource.None());
    }

    @AfterEach
    void close() throws IOException {
        silent.close();
    }

    @Test
    void cancelsAPullWhoseClientNeverSpeaks() throws Exception {
        assertThat(cancelledAt(event -> event instanceof Entered entered && entered.phase() == Phase.LOGIN))
                .isEqualTo(Phase.LOGIN);
    }

    @Test
    void cancelsAPullThatWaitsForItsPassphraseCommand() throws Exception {
        sample.passphrase = new FromCommand(List.of("sleep", "1000"));
        assertThat(cancelledAt(event -> event instanceof Entered entered && entered.phase() == Phase.SECRETS))
                .isEqualTo(Phase.SECRETS);
    }

    @Test
    void cancelsAPullThatWaitsForItsNextAttempt() throws Exception {
        silent.close();
        sample.retry = new Retry(3, Duration.ofHours(1));
        assertThat(cancelledAt(event -> event instanceof Note)).isEqualTo(Phase.CONNECT);
    }

    @Test
    void leavesNoThreadBehind() throws Exception {
        List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
        cancelledAt(event -> event instanceof Entered entered && entered.phase() == Phase.LOGIN);

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && thread.getName().matches("(broker-|pull |sshd-).*")) {
                thread.join(5000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @Test
    void endsAtTheDeadlineWhateverTheClientDoes() throws Exception {
        sample.deadline = Duration.ofSeconds(1);
        Failed failed = failed();
        assertThat(failed.cause()).as(failed.toString()).isEqualTo(Cause.DEADLINE);
        assertThat(failed.problem().what()).isEqualTo("the pull of web1 took longer than 1 s");
    }

    @Test
    void pausesBetweenAttemptsMayBeLongerThanTheDeadline() throws Exception {
        silent.close();
        sample.deadline = Duration.ofSeconds(5);
        sample.retry = new Retry(3, Duration.ofSeconds(30));
        assertThat(failed().cause()).isEqualTo(Cause.UNREACHABLE);
    }

    @Test
    void triesAnUnreachableClientAgainAndSaysSo() throws Exception {
        silent.close();
        sample.retry = new Retry(3, Duration.ofMillis(10));
        List<PullEvent> events = new CopyOnWriteArrayList<>();
        try (Broker broker = open(events::add)) {
            Failed failed = (Failed)
                    broker.start(sample.pull(), OutputStream.nullOutputStream()).await();
            assertThat(failed.cause()).isEqualTo(Cause.UNREACHABLE);
            assertThat(failed.problem().what())
                    .isEqualTo(
                            "web1 cannot be reached at 127.0.0.1 port " + sample.clientPort + ": connection refused");
        }
        assertThat(events).filteredOn(Note.class::isInstance).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void warnsOfLevelUnboundOnEveryRun(PolicyLevel level) throws Exception {
        silent.close();
        sample.signing = new Signing(level, 1, Duration.ofMinutes(2));
        List<PullEvent> events = new CopyOnWriteArrayList<>();
        try (Broker broker = open(events::add)) {
            for (int i = 0; i < 2; i++) {
                broker.start(sample.pull(), OutputStream.nullOutputStream()).await();
            }
        }
        Warning warning =
                new Warning("web1", "at level unbound the agent cannot tell at which server its signatures are used");
        assertThat(events)
                .filteredOn(Warning.class::isInstance)
                .isEqualTo(level == PolicyLevel.UNBOUND ? List.of(warning, warning) : List.of());
    }

    @Test
    void aValueThatCannotBeUsedEndsThePullBeforeAnySecretIsRead() throws Exception {
        sample.serverUser = "-oProxyCommand";
        sample.key = keyFile(Path.of("/does/not/exist"));
        Failed failed = failed();
        assertThat(failed.phase()).isEqualTo(Phase.PLAN);
        assertThat(failed.cause()).isEqualTo(Cause.UNUSABLE);
    }

    @Test
    void aKeyThatIsNotThereEndsThePullBeforeAnyNetwork() throws Exception {
        sample.key = keyFile(Path.of("/does/not/exist"));
        Failed failed = failed();
        assertThat(failed.phase()).isEqualTo(Phase.SECRETS);
        assertThat(failed.cause()).isEqualTo(Cause.UNUSABLE);
        assertThat(failed.problem().what()).isEqualTo("/does/not/exist does not exist");
    }

    @Test
    void closesTwice() {
        Broker broker = Broker.open(PullListener.none());
        broker.close();
        broker.close();
    }

    @Test
    void aSecondPullOfTheClientIsForAnotherTimeInWhateverBroker() throws Exception {
        CompletableFuture<PullEvent> reached = new CompletableFuture<>();
        PullListener listener = event -> {
            if (event instanceof Entered entered && entered.phase() == Phase.LOGIN) {
                reached.complete(event);
            }
        };
        try (Broker broker = open(listener)) {
            Run first = broker.start(sample.pull(), OutputStream.nullOutputStream());
            reached.get(10, TimeUnit.SECONDS);
            sample.repository = "~/another";
            sample.key = keyFile(Path.of("/no/secret/is/read"));

            Failed second = failed();

            assertThat(second.phase()).isEqualTo(Phase.LOCK);
            assertThat(second.cause()).isEqualTo(Cause.NOT_NOW);
            assertThat(second.problem().what())
                    .startsWith("another pull of web1 is under way: process "
                            + ProcessHandle.current().pid() + " since ");
            assertThat(first.outcome()).isNotDone();
            first.cancel();
            first.await();
            assertThat(failed().phase()).isEqualTo(Phase.SECRETS);
        }
    }

    @Test
    void aPullThatWaitsForTheRepositoryCanBeCancelled() throws Exception {
        CompletableFuture<PullEvent> reached = new CompletableFuture<>();
        PullListener listener = event -> {
            if (event instanceof Entered entered && entered.phase() == Phase.LOGIN) {
                reached.complete(event);
            }
        };
        try (Broker broker = open(listener)) {
            Run first = broker.start(sample.pull(), OutputStream.nullOutputStream());
            reached.get(10, TimeUnit.SECONDS);
            sample.clientUser = "another";

            assertThat(cancelledAt(event -> event instanceof Note note
                            && note.message().startsWith("waiting for the repository: held by the pull of web1, ")))
                    .isEqualTo(Phase.LOCK);
            first.cancel();
            first.await();
        }
    }

    @Test
    void aSoftClientThatIsNotThereIsAsleep() throws Exception {
        sample.soft = true;
        silent.close();
        Failed failed = failed();
        assertThat(failed.cause()).isEqualTo(Cause.ASLEEP);
        assertThat(failed.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failed.problem().what()).endsWith(": connection refused");
        sample.clientHost = "no-such-host.invalid";
        assertThat(failed().cause()).isEqualTo(Cause.ASLEEP);
    }

    @Test
    void aSoftClientWhoseDeadlinePassesIsLate() throws Exception {
        sample.soft = true;
        sample.deadline = Duration.ofSeconds(1);
        assertThat(failed().cause()).isEqualTo(Cause.DEADLINE);
    }

    @Test
    void aSoftClientIsNotAsleepWhenSomebodyAnswersOrAKeyIsMissing() throws Exception {
        sample.soft = true;
        CompletableFuture<Void> answers = CompletableFuture.runAsync(() -> {
            try (Socket socket = silent.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Failed failed = failed();
        assertThat(failed.cause()).as(failed.toString()).isEqualTo(Cause.UNREACHABLE);
        answers.join();
        sample.key = keyFile(Path.of("/does/not/exist"));
        assertThat(failed().cause()).isEqualTo(Cause.UNUSABLE);
    }

    private Broker open(PullListener listener) {
        return Broker.open(listener, SecretPrompt.nobody(), Timing.DEFAULT, directory.resolve("state"));
    }

    /** @return the phase in which it ended */
    private Phase cancelledAt(Predicate<PullEvent> moment) throws Exception {
        CompletableFuture<PullEvent> reached = new CompletableFuture<>();
        PullListener listener = event -> {
            if (moment.test(event)) {
                reached.complete(event);
            }
        };
        try (Broker broker = open(listener)) {
            Run run = broker.start(sample.pull(), new ByteArrayOutputStream());
            reached.get(10, TimeUnit.SECONDS);
            run.cancel();
            Outcome outcome = run.outcome().get(5, TimeUnit.SECONDS);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.cause()).isEqualTo(Cause.CANCELLED));
            return ((Failed) outcome).phase();
        }
    }

    private Failed failed() throws InterruptedException {
        try (Broker broker = open(PullListener.none())) {
            return (Failed)
                    broker.start(sample.pull(), OutputStream.nullOutputStream()).await();
        }
    }
}
