package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox(() -> Duration.ofSeconds(30));

    @Test
    void givesAllThatCameAndThenTheEnd() throws Exception {
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            try {
                inbox.take(new byte[] {1, 2, 3});
                inbox.take(new byte[] {4, -1});
                inbox.end();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(inbox.readAllBytes()).containsExactly(1, 2, 3, 4, -1);
        sender.get(30, TimeUnit.SECONDS);
        assertThat(inbox.read()).isEqualTo(-1);
    }

    @Test
    void waitsNoLongerThanItWasTold() {
        Inbox impatient = new Inbox(() -> Duration.ofMillis(1));

        assertThatThrownBy(impatient::read).isInstanceOf(Inbox.TimeOver.class);
    }

    @Test
    void closedItHoldsNobodyUp() throws Exception {
        inbox.take(new byte[] {1});
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            try {
                inbox.take(new byte[] {2});
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("the stream is closed", e);
            }
        });

        inbox.closed();

        assertThatThrownBy(() -> second.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("the stream is closed");
        assertThatThrownBy(() -> inbox.take(new byte[1])).isInstanceOf(IOException.class);
    }
}
