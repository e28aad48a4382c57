package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PumpTest {
    private final List<String> seen = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Exception> failures = new ArrayList<>();
    private final Receiver noting = new Noting();

    /** Notes what it takes and how it ends. */
    private class Noting implements Receiver {
        @Override
        public void take(byte[] bytes) throws IOException, InterruptedException {
            seen.add("took " + bytes.length);
        }

        @Override
        public void end() {
            seen.add("end");
        }

        @Override
        public void closed() {
            seen.add("closed");
        }
    }

    @Test
    void opensTheWindowForWhatTheReceiverHasTakenOnly() throws Exception {
        Pump pump = pump(noting);
        pump.take(new byte[1]);
        pump.take(new byte[2]);
        assertThat(seen).as("the I/O thread does not wait for the receiver").isEmpty();
        assertThat(tasks).as("one task at a time").hasSize(1);

        runTasks();
        assertThat(seen).containsExactly("took 1", "released 1", "took 2", "released 2");

        pump.take(new byte[3]);
        runTasks();
        assertThat(seen).endsWith("took 3", "released 3");
        assertThat(failures).isEmpty();
    }

    @Test
    void keepsNoArrayForEachOfManyBytes() throws Exception {
        Pump pump = pump(noting);
        for (int i = 0; i < 100_000; i++) {
            pump.take(new byte[1]);
        }
        runTasks();
        List<String> taken =
                seen.stream().filter(line -> line.startsWith("took")).toList();
        assertThat(taken).hasSizeLessThan(70);
        assertThat(taken.stream()
                        .mapToInt(line -> Integer.parseInt(line.substring(5)))
                        .sum())
                .isEqualTo(100_000);
    }

    @Test
    void keepsTheOrderOfSmallAndLargeChunks() throws Exception {
        List<Byte> firsts = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        Pump pump = pump(new Noting() {
            @Override
            public void take(byte[] bytes) {
                for (byte b : bytes) {
                    if (firsts.isEmpty() || firsts.get(firsts.size() - 1) != b) {
                        firsts.add(b);
                    }
                }
                sizes.add(bytes.length);
            }
        });
        int sent = 0;
        List<Byte> expected = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            byte[] chunk = new byte[i % 3 == 0 ? 20_000 : 3];
            java.util.Arrays.fill(chunk, (byte) i);
            expected.add((byte) i);
            sent += chunk.length;
            pump.take(chunk);
        }
        runTasks();
        assertThat(firsts).isEqualTo(expected);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(sent);
    }

    @Test
    void stopsForAReceiverThatFails() throws Exception {
        IOException refusal = new IOException("enough");
        Pump pump = pump(new Noting() {
            @Override
            public void take(byte[] bytes) throws IOException {
                throw refusal;
            }
        });
        pump.take(new byte[1]);
        pump.take(new byte[2]);
        runTasks();
        pump.take(new byte[3]);
        pump.end();
        runTasks();

        assertThat(failures).containsExactly(refusal);
        // nobody took them, but the window that another stream may share stays open; no end was told
        assertThat(seen).containsExactly("released 2", "released 3");
        assertThat(pump.awaitIdle(0)).isTrue();

        pump.abort();
        assertThat(seen).endsWith("closed");
    }

    @Test
    void stopsForAReceiverWhoseCodeFails() throws Exception {
        IllegalStateException fault = new IllegalStateException("a listener's");
        Pump pump = pump(new Noting() {
            @Override
            public void take(byte[] bytes) {
                throw fault;
            }
        });
        pump.take(new byte[1]);
        runTasks();

        assertThat(failures).containsExactly(fault);
        assertThat(pump.awaitIdle(0)).isTrue();
    }

    @Test
    void failsWhenTheWindowCannotBeOpened() throws Exception {
        IOException gone = new IOException("gone");
        Pump pump = new Pump(
                noting,
                bytes -> {
                    throw gone;
                },
                tasks::add,
                failures::add);
        pump.take(new byte[1]);
        runTasks();
        assertThat(failures).containsExactly(gone);
    }

    @Test
    void failsWhenThereIsNoThreadAnyMore() throws Exception {
        Pump pump = new Pump(
                noting,
                bytes -> {},
                task -> {
                    throw new RejectedExecutionException();
                },
                failures::add);
        pump.take(new byte[1]);
        assertThat(failures).hasSize(1).first().isInstanceOf(RejectedExecutionException.class);
        pump.close();
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void tellsTheEndAfterAllBytesAndOnce() throws Exception {
        Pump pump = pump(noting);
        pump.take(new byte[1]);
        pump.end();
        pump.end();
        pump.take(new byte[2]); // after its end: dropped
        runTasks();
        assertThat(seen).containsExactly("released 2", "took 1", "released 1", "end");
    }

    @Test
    void givesWhatCameBeforeTheSenderClosed() throws Exception {
        Pump pump = pump(noting);
        pump.take(new byte[1]);
        pump.end();
        pump.close();
        pump.close();
        runTasks();
        pump.abort();
        assertThat(seen).containsExactly("took 1", "released 1", "end", "closed");
    }

    @Test
    void isClosedWhenTheReceiverFailsAfterTheSenderClosed() throws Exception {
        Pump pump = pump(new Noting() {
            @Override
            public void take(byte[] bytes) throws IOException {
                throw new IOException("enough");
            }
        });
        pump.take(new byte[1]);
        pump.end();
        pump.close();
        runTasks();
        assertThat(failures).hasSize(1);
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void dropsWhatWaitsWhenTheStreamIsGone() throws Exception {
        Pump pump = pump(noting);
        pump.take(new byte[1]);
        pump.end();
        pump.abort();
        pump.abort();
        runTasks();
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void wakesAReceiverThatIsBlockedWhenTheStreamIsGone() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Pump pump = new Pump(
                    new Noting() {
                        @Override
                        public void take(byte[] bytes) throws InterruptedException {
                            blocked.countDown();
                            woken.await();
                        }

                        @Override
                        public void closed() {
                            woken.countDown();
                        }
                    },
                    bytes -> {},
                    executor,
                    failures::add);
            pump.take(new byte[1]);
            blocked.await();
            pump.abort();
            assertThat(woken.getCount()).isZero();
            assertThat(pump.awaitIdle(TimeUnit.SECONDS.toNanos(10))).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void waitsForASlowReceiverAsLongAsItMay() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Receiver slow = new Noting() {
                @Override
                public void take(byte[] bytes) throws InterruptedException {
                    released.await();
                }
            };
            Pump pump = new Pump(slow, bytes -> {}, executor, failures::add);
            assertThat(pump.awaitIdle(0)).as("nothing came").isTrue();

            pump.take(new byte[1]);
            assertThat(pump.awaitIdle(TimeUnit.MILLISECONDS.toNanos(50))).isFalse();

            released.countDown();
            assertThat(pump.awaitIdle(TimeUnit.SECONDS.toNanos(10))).isTrue();
        } finally {
            executor.shutdownNow();
        }
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    private Pump pump(Receiver receiver) {
        return new Pump(receiver, bytes -> seen.add("released " + bytes), tasks::add, failures::add);
    }
}
