package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Much data, with OpenSSH's client at the other end: all of it arrives, and little waits here. */
class EmbeddedStreamTest {
    private static final int MANY = 200 << 20;
    private static final long HELD = 8 << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com", "aes256-ctr"
            })
    void bothWaysThroughNewKeys(String cipher) throws Exception {
        int length = cipher.startsWith("aes128-gcm") ? MANY : MANY / 8;
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            Process client = client(endpoint, "-o", "RekeyLimit=16M", "-c", cipher);
            CompletableFuture<String> sent =
                    CompletableFuture.supplyAsync(() -> send(client.getOutputStream(), length), endpoint.executor);
            assertThat(digest(client.getInputStream(), length)).isEqualTo(sent.get(120, TimeUnit.SECONDS));
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).isZero();
        }
    }

    @Test
    void aChildThatDoesNotReadFillsNoMemoryAndCutsNobodyOff() throws Exception {
        // three keepalives without an answer, at one a second, would end the client
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "read go < " + fifo() + "; wc -c")) {
            Process client = client(endpoint, "-o", "ServerAliveInterval=1", "-o", "ServerAliveCountMax=3");
            AtomicLong taken = new AtomicLong();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(
                    () -> {
                        byte[] chunk = new byte[64 << 10];
                        try (OutputStream out = client.getOutputStream()) {
                            for (long sent = 0; sent < MANY; sent += chunk.length) {
                                out.write(chunk);
                                taken.addAndGet(chunk.length);
                            }
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    },
                    endpoint.executor);
            stall(taken, Duration.ofSeconds(6));
            // besides what waits here, pipes and the client's own buffers hold some
            assertThat(taken.get()).isLessThan(HELD);
            assertThat(client.isAlive()).isTrue();
            Files.writeString(fifo(), "go\n");
            sending.get(60, TimeUnit.SECONDS);
            assertThat(new String(client.getInputStream().readAllBytes()).strip())
                    .isEqualTo(String.valueOf(MANY));
            assertThat(client.waitFor()).isZero();
        }
    }

    @Test
    void aClientThatDoesNotReadStopsTheChild() throws Exception {
        try (Endpoint endpoint =
                Endpoint.open(directory, "sh", "-c", "dd if=/dev/zero bs=64k count=3200 status=none")) {
            Process client = client(endpoint);
            byte[] first = client.getInputStream().readNBytes(1000);
            assertThat(first).hasSize(1000);
            assertThat(client.getInputStream().readAllBytes().length + first.length)
                    .isEqualTo(MANY);
            assertThat(client.waitFor()).isZero();
        }
    }

    private Path fifo() throws IOException, InterruptedException {
        Path fifo = directory.resolve("fifo");
        if (!Files.exists(fifo)) {
            assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                    .isZero();
        }
        return fifo;
    }

    /** Waits until nothing has moved for so long. */
    private static void stall(AtomicLong taken, Duration quiet) {
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            if (taken.get() != last) {
                last = taken.get();
                since = System.nanoTime();
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private static Process client(Endpoint endpoint, String... options) throws IOException {
        return new ProcessBuilder(endpoint.ssh(List.of(options), "borg serve"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String send(OutputStream to, int length) {
        try (to) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] chunk = new byte[100_000];
            Random random = new Random(7);
            random.nextBytes(chunk);
            for (int sent = 0; sent < length; ) {
                int count = Math.min(length - sent, 1 + random.nextInt(chunk.length));
                to.write(chunk, 0, count);
                digest.update(chunk, 0, count);
                sent += count;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String digest(InputStream from, int length) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] chunk = new byte[64 << 10];
        long total = 0;
        for (int count = from.read(chunk); count > 0; count = from.read(chunk)) {
            digest.update(chunk, 0, count);
            total += count;
        }
        assertThat(total).isEqualTo(length);
        return HexFormat.of().formatHex(digest.digest());
    }
}
