package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.agentbroker.agent.policy.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyringLockTest {
    private final List<Duration> pauses = new ArrayList<>();
    private final KeyringLock lock = new KeyringLock(pauses::add);

    @Test
    void makesEachWrongGuessSlower() {
        lock.lock(bytes("secret"));
        for (int i = 0; i < 3; i++) {
            assertThat(lock.unlock(bytes("guess"), false)).isEqualTo(Reason.WRONG_PASSPHRASE);
        }

        assertThat(pauses).extracting(Duration::toMillis).containsExactly(100L, 200L, 300L);
        assertThat(lock.unlock(bytes("secret"), false)).isEqualTo(Reason.UNLOCKED);
    }

    @Test
    void waitsTenSecondsAtMost() {
        lock.lock(bytes("secret"));
        for (int i = 0; i < 150; i++) {
            lock.unlock(bytes("guess"), false);
        }

        assertThat(pauses).last().isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void forgetsWrongGuessesAfterTheRightOne() {
        lock.lock(bytes("secret"));
        lock.unlock(bytes("guess"), false);
        lock.unlock(bytes("secret"), false);
        lock.lock(bytes("secret"));
        lock.unlock(bytes("guess"), false);

        assertThat(pauses).containsOnly(Duration.ofMillis(100));
    }

    @Test
    void letsAHopThatGuessesNotKeepTheUserOut() throws Exception {
        CountDownLatch guessing = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        KeyringLock slow = new KeyringLock(time -> {
            guessing.countDown();
            enough.await();
        });
        slow.lock(bytes("secret"));
        CompletableFuture<Reason> guess = CompletableFuture.supplyAsync(() -> slow.unlock(bytes("guess"), true));
        guessing.await();

        assertThat(slow.unlock(bytes("secret"), false)).isEqualTo(Reason.UNLOCKED);
        assertThat(guess).isNotDone();
        enough.countDown();
        assertThat(guess.get()).isEqualTo(Reason.WRONG_PASSPHRASE);
    }

    @Test
    void letsGuessesWaitForEachOther() throws Exception {
        CountDownLatch guessing = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        List<String> order = new ArrayList<>();
        KeyringLock slow = new KeyringLock(time -> {
            guessing.countDown();
            enough.await();
            order.add("paused");
        });
        slow.lock(bytes("secret"));
        CompletableFuture<Reason> first = CompletableFuture.supplyAsync(() -> slow.unlock(bytes("guess"), true));
        guessing.await();
        CompletableFuture<Reason> second = CompletableFuture.supplyAsync(() -> {
            Reason reason = slow.unlock(bytes("secret"), true);
            order.add("second");
            return reason;
        });
        enough.countDown();

        assertThat(first.get()).isEqualTo(Reason.WRONG_PASSPHRASE);
        assertThat(second.get()).isEqualTo(Reason.UNLOCKED);
        assertThat(order).containsExactly("paused", "second");
    }

    @Test
    void locksWithoutWaiting() {
        assertThat(lock.lock(bytes(""))).isEqualTo(Reason.EMPTY_PASSPHRASE);
        assertThat(lock.isLocked()).isFalse();
        assertThat(lock.lock(bytes("secret"))).isEqualTo(Reason.LOCKED);
        assertThat(lock.lock(bytes("other"))).isEqualTo(Reason.IS_LOCKED);
        assertThat(pauses).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
