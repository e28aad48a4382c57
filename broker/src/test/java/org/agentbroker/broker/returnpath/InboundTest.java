package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InboundTest {
    private final AtomicInteger released = new AtomicInteger();

    @Test
    void everyByteComesOutInOrderHoweverItGoesIn() throws Exception {
        Inbound inbound = new Inbound(1000, released::addAndGet);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CompletableFuture<Void> pouring = pour(inbound, out);
        byte[] bytes = new byte[100_000];
        Random random = new Random(3);
        random.nextBytes(bytes);
        for (int sent = 0; sent < bytes.length; ) {
            int window = 1000 - (sent - released.get());
            int count = Math.min(Math.min(window, bytes.length - sent), 1 + random.nextInt(400));
            if (count > 0) {
                inbound.put(bytes, sent, count);
                sent += count;
            } else {
                Thread.onSpinWait();
            }
        }
        inbound.end();
        pouring.get(20, TimeUnit.SECONDS);
        assertThat(out.toByteArray()).isEqualTo(bytes);
        assertThat(released).hasValue(bytes.length);
    }

    @Test
    void moreThanTheWindowIsAnError() throws Exception {
        Inbound inbound = new Inbound(10, released::addAndGet);
        inbound.put(new byte[10], 0, 10);
        assertThatThrownBy(() -> inbound.put(new byte[1], 0, 1)).isInstanceOf(IOException.class);
        assertThat(inbound.held()).isEqualTo(10);
    }

    @Test
    void bytesAfterTheEndAreAnError() {
        Inbound inbound = new Inbound(10, released::addAndGet);
        inbound.end();
        assertThatThrownBy(() -> inbound.put(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void aChildThatReadsNoMoreGivesTheWindowBack() throws Exception {
        Inbound inbound = new Inbound(10, released::addAndGet);
        inbound.put(new byte[10], 0, 10);
        pour(inbound, new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                })
                .get(20, TimeUnit.SECONDS);
        inbound.put(new byte[7], 0, 7);
        assertThat(released).hasValue(17);
        assertThat(inbound.held()).isZero();
    }

    @Test
    void aCutEndsItWithWhatWaits() throws Exception {
        Inbound inbound = new Inbound(10, released::addAndGet);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        inbound.put(new byte[10], 0, 10);
        inbound.cut();
        pour(inbound, out).get(20, TimeUnit.SECONDS);
        assertThat(out.size()).isZero();
    }

    private static CompletableFuture<Void> pour(Inbound inbound, OutputStream out) {
        return CompletableFuture.runAsync(() -> {
            try {
                inbound.pour(out);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }
}
