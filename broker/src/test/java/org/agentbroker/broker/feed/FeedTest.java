package org.agentbroker.broker.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final int LEAST = 64 << 10;
    private static final int MOST = 16 << 20;

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Lifeline lifeline = new Lifeline(sent, Runnable::run);
    private long now;
    private long each;

    @Test
    void tellsEachFramesLengthAndTheEnd() throws IOException {
        Feed feed = feed(Duration.ZERO);
        feed.write("abc".getBytes(StandardCharsets.US_ASCII));
        feed.flush();
        assertThat(sent.size()).as("a frame that is not full waits").isZero();
        feed.write('d');

        feed.finish();

        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("4\nabcd0\n");
    }

    @Test
    void withoutDataThereIsAnEndAllTheSame() throws IOException {
        feed(Duration.ZERO).finish();

        assertThat(sent.toString(StandardCharsets.US_ASCII)).isEqualTo("0\n");
    }

    @Test
    void takesWhatAStreamHasIntoTheFrame() throws IOException {
        Feed feed = feed(Duration.ofSeconds(3));
        InputStream from = new ByteArrayInputStream(new byte[LEAST + 10]);
        feed.write(new byte[10]);

        assertThat(feed.take(from)).isEqualTo(LEAST - 10);
        assertThat(feed.take(from)).isEqualTo(20);
        assertThat(feed.take(from)).isEqualTo(-1);
        feed.finish();

        assertThat(lengths()).containsExactly(LEAST, 20, 0);
    }

    @Test
    void framesGrowWhileTheFarEndIsQuick() throws IOException {
        Feed feed = feed(Duration.ofMillis(240));
        feed.write(new byte[4 * MOST]);

        assertThat(lengths())
                .startsWith(LEAST, 2 * LEAST, 4 * LEAST)
                .endsWith(MOST)
                .allMatch(size -> size <= MOST);
    }

    @Test
    void framesShrinkWhenItIsSlow() throws IOException {
        Feed feed = feed(Duration.ZERO);
        feed.write(new byte[3 * LEAST]);
        each = Duration.ofSeconds(9).toNanos();
        feed.write(new byte[20 * LEAST]);

        assertThat(lengths()).startsWith(LEAST, 2 * LEAST, 4 * LEAST, 2 * LEAST, LEAST, LEAST);
    }

    @Test
    void framesOfUsualSpeedStayAsTheyAre() throws IOException {
        feed(Duration.ofMillis(260)).write(new byte[3 * LEAST]);

        assertThat(lengths()).containsExactly(LEAST, LEAST, LEAST);
    }

    @Test
    void oneIsFilledWhileAnotherIsOnItsWay() throws IOException {
        List<Runnable> tasks = new ArrayList<>();
        Feed feed = new Feed(new Lifeline(sent, tasks::add));

        feed.write(new byte[2 * LEAST - 1]);
        assertThat(sent.size()).as("it waits for nobody").isZero();
        tasks.remove(0).run();
        feed.write(1);
        tasks.remove(0).run();

        assertThat(lengths()).containsExactly(LEAST, LEAST);
    }

    @Test
    void whoWaitsForTheFarEndCanBeInterrupted() throws IOException {
        Feed feed = new Feed(new Lifeline(sent, task -> {})); // never carried out
        feed.write(new byte[LEAST]);

        Thread.currentThread().interrupt();

        assertThatThrownBy(feed::finish).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(sent.size()).isZero();
    }

    @Test
    void whatCouldNotBeSentIsNoticedWithTheNext() throws IOException {
        Feed feed = new Feed(gone());

        feed.write(new byte[LEAST]);

        assertThatThrownBy(() -> feed.write(new byte[LEAST]))
                .isInstanceOf(IOException.class)
                .hasMessage("closed");
        assertThatThrownBy(feed::finish).isInstanceOf(IOException.class);
    }

    @Test
    void whoReadsNoMoreIsNoticed() {
        assertThatThrownBy(() -> new Feed(gone()).finish()).isInstanceOf(IOException.class);
    }

    private static Lifeline gone() {
        return new Lifeline(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("closed");
                    }
                },
                Runnable::run);
    }

    /** Sending a frame takes so long. */
    private Feed feed(Duration time) {
        each = time.toNanos();
        return new Feed(lifeline, () -> now += each);
    }

    private List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>();
        byte[] bytes = sent.toByteArray();
        for (int at = 0; at < bytes.length; ) {
            int end = at;
            while (bytes[end] != '\n') {
                end++;
            }
            int length = Integer.parseInt(new String(bytes, at, end - at, StandardCharsets.US_ASCII));
            lengths.add(length);
            at = end + 1 + length;
        }
        return lengths;
    }
}
