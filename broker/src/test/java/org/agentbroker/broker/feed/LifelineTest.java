package org.agentbroker.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agentbroker.agent.key.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class LifelineTest {
    private static final Duration BEAT = Duration.ofMillis(20);

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Input input = new Input();
    private final Lifeline lifeline = new Lifeline(input, executor);

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
        executor.shutdownNow();
    }

    @Test
    void sendsTheScriptThePassphraseAndThenBeats() throws Exception {
        start();

        assertThat(input.take()).isEqualTo("set -- 'é'\n");
        assertThat(input.take()).isEqualTo(" it's \n");
        for (int i = 0; i < 5; i++) {
            assertThat(input.take()).isEqualTo("\n");
        }
    }

    @Test
    void endsTheInputOnceAndBeatsNoMore() throws Exception {
        start();
        lifeline.close();
        lifeline.close();
        assertThat(input.closed).hasValue(1);

        int written = input.writes.get();
        awaitBeats(3);
        assertThat(input.writes.get()).isLessThanOrEqualTo(written + 1); // one may have been on its way
    }

    @Test
    void aStreamThatTakesNothingDoesNotHoldTheSchedulerUp() throws Exception {
        start();
        input.blocked = new CountDownLatch(1);
        input.blocks.await();

        awaitBeats(5);
        assertThat(input.blocking.get()).as("writers that wait").isEqualTo(1);
        input.blocked.countDown();
    }

    @Test
    void aStreamThatFailsIsNotTriedAgain() throws Exception {
        start();
        input.fails = true;
        awaitBeats(3);
        int writes = input.writes.get();
        awaitBeats(3);
        assertThat(input.writes.get()).isLessThanOrEqualTo(writes + 1);
        lifeline.close();
    }

    @Test
    void doesNotBeatWhenTheTwoLinesDidNotGoOut() {
        input.fails = true;
        assertThatThrownBy(this::start).isInstanceOf(IOException.class);
        lifeline.close();
        assertThat(input.closed).hasValue(1);
    }

    private void start() throws IOException {
        try (Secret passphrase = Secret.owning(" it's ".getBytes(StandardCharsets.UTF_8))) {
            lifeline.start("set -- 'é'", passphrase, scheduler, BEAT);
        }
    }

    /** The scheduler's own work goes on meanwhile. */
    private void awaitBeats(int beats) throws Exception {
        for (int i = 0; i < beats; i++) {
            scheduler.schedule(() -> {}, BEAT.toMillis(), TimeUnit.MILLISECONDS).get(5, TimeUnit.SECONDS);
        }
    }

    /** Standard input of a command. */
    private static final class Input extends OutputStream {
        private final BlockingQueue<String> written = new LinkedBlockingQueue<>();
        private final AtomicInteger writes = new AtomicInteger();
        private final AtomicInteger blocking = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();
        private final CountDownLatch blocks = new CountDownLatch(1);
        private volatile CountDownLatch blocked = new CountDownLatch(0);
        private volatile boolean fails;

        @Override
        public void write(int b) {
            throw new AssertionError("lines are written whole");
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writes.incrementAndGet();
            if (fails) {
                throw new IOException("closed");
            }
            if (blocked.getCount() > 0) {
                blocking.incrementAndGet();
                blocks.countDown();
                try {
                    blocked.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            written.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }

        String take() throws InterruptedException {
            return written.poll(5, TimeUnit.SECONDS);
        }
    }
}
