package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PumpTest {
    private final List<String> seen = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Ending> endings = new ArrayList<>();

    /** Notes what it takes and when it ends. */
    private final Sink noting = new Sink() {
        @Override
        public void take(byte[] bytes) {
            seen.add("took " + bytes.length);
        }

        @Override
        public void end() {
            seen.add("end");
        }
    };

    @Test
    void opensTheWindowForWhatTheSinkHasTakenOnly() throws Exception {
        Pump pump = pump(noting);
        pump.take(new byte[1]);
        pump.take(new byte[2]);
        assertThat(seen).as("the I/O thread does not wait for the sink").isEmpty();
        assertThat(tasks).as("one task at a time").hasSize(1);

        tasks.remove().run();
        assertThat(seen).containsExactly("took 1", "released 1", "took 2", "released 2");

        pump.take(new byte[3]);
        tasks.remove().run();
        assertThat(seen).endsWith("took 3", "released 3");
        assertThat(endings).isEmpty();
    }

    @Test
    void stopsForASinkThatRefuses() throws Exception {
        Pump pump = pump(bytes -> {
            throw new Refusal(new Ending.Flooded());
        });
        pump.take(new byte[1]);
        pump.take(new byte[2]);
        tasks.remove().run();
        pump.take(new byte[3]);

        assertThat(endings).containsExactly(new Ending.Flooded());
        // nobody took them, but the window that the other stream shares stays open
        assertThat(seen).containsExactly("released 2", "released 3");
        assertThat(tasks).isEmpty();
    }

    @Test
    void stopsForASinkWhoseCodeFails() throws Exception {
        IllegalStateException fault = new IllegalStateException("a listener's");
        Pump pump = pump(bytes -> {
            throw fault;
        });
        pump.take(new byte[1]);
        tasks.remove().run();

        assertThat(endings).containsExactly(new Ending.Faulty(fault));
        assertThat(pump.awaitIdle(0)).isTrue();
    }

    @Test
    void isLostWhenTheWindowCannotBeOpened() throws Exception {
        Pump pump = new Pump(
                noting,
                bytes -> {
                    throw new IOException("gone");
                },
                tasks::add,
                endings::add);
        pump.take(new byte[1]);
        tasks.remove().run();
        assertThat(endings).containsExactly(new Ending.Lost());
    }

    @Test
    void endsOnceAndTakesNothingMore() throws Exception {
        Pump pump = pump(noting);
        pump.end();
        pump.end();
        pump.take(new byte[1]);
        assertThat(seen).containsExactly("end", "released 1");
        assertThat(tasks).isEmpty();
    }

    @Test
    void doesNotEndASinkThatRefused() throws Exception {
        Pump pump = pump(new Sink() {
            @Override
            public void take(byte[] bytes) throws Refusal {
                throw new Refusal(new Ending.OutputClosed());
            }

            @Override
            public void end() {
                seen.add("end");
            }
        });
        pump.take(new byte[1]);
        tasks.remove().run();
        pump.end();
        assertThat(seen).isEmpty();
    }

    @Test
    void waitsForASlowSinkAsLongAsItMay() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Pump pump = new Pump(bytes -> released.await(), bytes -> {}, executor, endings::add);
            assertThat(pump.awaitIdle(0)).as("nothing came").isTrue();

            pump.take(new byte[1]);
            assertThat(pump.awaitIdle(TimeUnit.MILLISECONDS.toNanos(50))).isFalse();

            released.countDown();
            assertThat(pump.awaitIdle(TimeUnit.SECONDS.toNanos(10))).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    private Pump pump(Sink sink) {
        return new Pump(sink, bytes -> seen.add("released " + bytes), tasks::add, endings::add);
    }
}
