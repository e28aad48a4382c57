package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

class StreamWriterTest {
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final List<Integer> writes = new ArrayList<>();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream() {
        @Override
        public void write(byte[] bytes, int offset, int length) {
            writes.add(length);
            super.write(bytes, offset, length);
        }

        @Override
        public void close() {
            writes.add(-1);
        }
    };

    private StreamWriter writer(OutputStream out) {
        return new StreamWriter(out, tasks::add, failures::add);
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** Not at the start of its array, as MINA's packets. */
    private static Buffer buffer(int seed, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[7]);
        new Noise(seed, length).writeTo(bytes);
        ByteArrayBuffer buffer = new ByteArrayBuffer(bytes.toByteArray());
        buffer.rpos(7);
        return buffer;
    }

    @Test
    void joinsWhatWaitsAndKeepsTheOrder() throws Exception {
        StreamWriter writer = writer(written);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        List<IoWriteFuture> futures = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            futures.add(writer.write(buffer(i, 32_800)));
            new Noise(i, 32_800).writeTo(expected);
        }
        assertThat(futures).noneMatch(IoWriteFuture::isDone);
        assertThat(tasks).as("one task at a time").hasSize(1);
        runTasks();
        assertThat(futures).allMatch(IoWriteFuture::isWritten);
        assertThat(writes).containsExactly(98_400, 98_400, 98_400, 32_800);
        assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void endsTheStreamInItsTurn() throws Exception {
        StreamWriter writer = writer(written);
        writer.write(buffer(1, 10));
        writer.end();
        writer.write(buffer(2, 20));
        runTasks();
        assertThat(writes).containsExactly(10, -1, 20);
    }

    @Test
    void isDrainedWhenAllHasGone() throws Exception {
        StreamWriter writer = writer(written);
        IoWriteFuture write = writer.write(buffer(1, 10));
        assertThat(writer.drained().isClosed()).isFalse();
        runTasks();
        assertThat(write.isWritten()).isTrue();
        assertThat(writer.drained().isClosed()).isTrue();
    }

    @Test
    void givesUpWhatWaitsWhenClosed() throws Exception {
        StreamWriter writer = writer(written);
        IoWriteFuture write = writer.write(buffer(1, 10));
        writer.close();
        runTasks();
        IoWriteFuture late = writer.write(buffer(1, 10));
        assertThat(write.getException()).isInstanceOf(IOException.class);
        assertThat(late.getException()).isInstanceOf(IOException.class);
        assertThat(writes).isEmpty();
        assertThat(failures).as("it was meant").isEmpty();
        assertThat(writer.drained().isClosed()).isTrue();
    }

    @Test
    void failsOnceWithTheStream() throws Exception {
        IOException gone = new IOException("gone");
        StreamWriter writer = writer(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw gone;
            }
        });
        IoWriteFuture first = writer.write(buffer(1, 10));
        runTasks();
        IoWriteFuture second = writer.write(buffer(1, 10));
        runTasks();
        assertThat(first.getException()).isSameAs(gone);
        assertThat(second.getException()).isInstanceOf(IOException.class);
        assertThat(failures).containsExactly(gone);
    }

    @Test
    void failsForAPeerThatAsksForMoreThanItTakes() throws Exception {
        StreamWriter writer = writer(written);
        Buffer large = buffer(1, 1024 * 1024);
        for (int i = 0; i < 64; i++) {
            writer.write(large);
        }
        assertThat(failures).isEmpty();
        IoWriteFuture oneMore = writer.write(large);
        assertThat(oneMore.getException()).hasMessage("the far side asks for more than it takes");
        assertThat(failures).containsExactly(oneMore.getException());
    }

    @Test
    void countsWhatASmallWriteCosts() throws Exception {
        StreamWriter writer = writer(written);
        Buffer small = buffer(1, 1);
        int count = 0;
        while (failures.isEmpty() && count < 1_000_000) {
            writer.write(small);
            count++;
        }
        assertThat(count).isBetween(100_000, 300_000);
    }

    @Test
    void failsWhenThereIsNoThreadAnyMore() throws Exception {
        StreamWriter writer = new StreamWriter(
                written,
                task -> {
                    throw new RejectedExecutionException();
                },
                failures::add);
        assertThat(writer.write(buffer(1, 1)).getException()).isInstanceOf(RejectedExecutionException.class);
        assertThat(failures).hasSize(1);
    }
}
