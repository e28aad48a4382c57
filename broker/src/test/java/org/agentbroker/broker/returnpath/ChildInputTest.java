package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChildInputTest {
    private final ChildInput input = new ChildInput();
    private final Recorded child = new Recorded();

    private static final class Recorded extends ByteArrayOutputStream {
        final CountDownLatch writing = new CountDownLatch(1);
        final CountDownLatch reads = new CountDownLatch(1);
        volatile boolean closed;

        @Override
        public void write(byte[] bytes) throws IOException {
            writing.countDown();
            try {
                reads.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            super.write(bytes);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void bytesThatComeBeforeTheChildWaitForIt() throws Exception {
        child.reads.countDown();
        CompletableFuture<Void> taking = taking();
        input.attach(child);
        taking.get(20, TimeUnit.SECONDS);
        assertThat(child.toByteArray()).containsExactly(1, 2);
        input.end();
        assertThat(child.closed).isTrue();
    }

    @Test
    void aChildThatComesAfterTheEndFindsItsInputClosed() {
        input.closed();
        input.attach(child);
        assertThat(child.closed).isTrue();
        assertThatThrownBy(() -> input.take(new byte[1])).isInstanceOf(IOException.class);
    }

    @Test
    void whoWaitsForTheChildIsWokenByTheEnd() {
        CompletableFuture<Void> taking = taking();
        input.closed();
        assertThatThrownBy(() -> taking.get(20, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void anEndDuringAWriteDoesNotWaitForItAndClosesAfterIt() throws Exception {
        input.attach(child);
        CompletableFuture<Void> taking = taking();
        child.writing.await();
        input.closed();
        assertThat(child.closed).isFalse();
        child.reads.countDown();
        taking.get(20, TimeUnit.SECONDS);
        assertThat(child.closed).isTrue();
    }

    private CompletableFuture<Void> taking() {
        return CompletableFuture.runAsync(() -> {
            try {
                input.take(new byte[] {1, 2});
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
