package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A peer that takes nothing any more. */
@Timeout(30)
class PatientOutTest {
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private int room = 8;

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void whoIsNotTakenFromIsLetGo() throws IOException {
        try (PatientOut out = open(Duration.ofMillis(50))) {
            out.write(new byte[8]);
            assertThatThrownBy(() -> out.write(1)).isInstanceOf(PatientOut.TimeOver.class);
            assertThatThrownBy(() -> out.write(1)).isInstanceOf(PatientOut.TimeOver.class);
        }
    }

    @Test
    void whoIsTakenFromWritesOnAndHearsOfTheEnd() throws IOException {
        try (PatientOut out = open(Duration.ofHours(1))) {
            for (int i = 0; i < 8; i++) {
                out.write(i);
            }
            closed.complete(true);
            assertThatThrownBy(() -> out.write(1)).isExactlyInstanceOf(IOException.class);
        }
        assertThat(room).isZero();
    }

    private PatientOut open(Duration patience) {
        OutputStream peer = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (room == 0) {
                    closed.join(); // as ChannelOut does
                    throw new IOException("closed");
                }
                room--;
            }
        };
        return new PatientOut(peer, () -> patience, scheduler, () -> closed.complete(true));
    }
}
