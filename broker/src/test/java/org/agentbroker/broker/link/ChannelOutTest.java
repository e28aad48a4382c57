package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order the last packets of a stream leave; the end of the stream stands for any packet. */
@Timeout(20)
class ChannelOutTest {
    private final List<String> left = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch sending = new CountDownLatch(1);
    private final CountDownLatch mayLeave = new CountDownLatch(1);

    private void send() throws IOException {
        sending.countDown();
        try {
            mayLeave.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        left.add("packet");
    }

    @Test
    void aCloseWaitsForThePacketThatIsBeingSent() throws Exception {
        ChannelOut out = new ChannelOut(null, this::send);
        Thread writer = new Thread(() -> {
            try {
                out.close();
            } catch (IOException e) {
                left.add(e.toString());
            }
        });
        writer.start();
        sending.await();

        out.closed(() -> left.add("close"));
        out.closed(() -> left.add("another"));
        assertThat(left).isEmpty();
        mayLeave.countDown();
        writer.join();

        assertThat(left).containsExactly("packet", "close", "another");
    }

    @Test
    void nothingFollowsAClose() throws Exception {
        ChannelOut out = new ChannelOut(null, this::send);
        out.open();
        out.closed(() -> left.add("close"));

        assertThat(left).containsExactly("close");
        assertThatThrownBy(() -> out.write(1)).isInstanceOf(IOException.class);
        out.close();
        assertThat(left).containsExactly("close");
    }
}
