package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentKeyThreadsTest {
    private static final int THREADS = 4;
    private static final byte[] DATA = {1, 2, 3};

    /** However the close falls between them, no signature is made with a key that is half wiped. */
    @Test
    void signsInSeveralThreadsUntilItIsClosed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AgentKey key = Keys.agentKey("ed25519");
        try {
            HostPin pin = HostPin.of(key.publicBlob());
            CountDownLatch started = new CountDownLatch(THREADS * 50);
            Callable<Integer> signing = () -> signUntilClosed(key, pin, started);
            List<Future<Integer>> all = Stream.generate(() -> threads.submit(signing))
                    .limit(THREADS)
                    .toList();
            started.await();
            key.close();
            for (Future<Integer> each : all) {
                assertThat(each.get()).isPositive();
            }
            assertThat(key.privateFields()).containsOnly(0);
        } finally {
            key.close();
            threads.shutdown();
        }
    }

    private static int signUntilClosed(AgentKey key, HostPin pin, CountDownLatch started) throws Exception {
        for (int count = 0; ; count++) {
            Blob signature;
            try {
                signature = key.sign(SignatureAlgorithm.ED25519, DATA);
            } catch (IllegalStateException e) {
                return count;
            }
            assertThat(pin.hasSigned(DATA, signature)).isTrue();
            started.countDown();
        }
    }
}
