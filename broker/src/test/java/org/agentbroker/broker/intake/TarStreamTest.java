package org.agentbroker.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.feed.Lifeline;
import org.junit.jupiter.api.Test;

class TarStreamTest {
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final TarStream stream = new TarStream();

    @Test
    void everyByteOfATarFilePassesHoweverItComes() throws IOException {
        stream.to(feed());
        byte[] tar = tar();

        stream.write(tar[0]);
        stream.write(tar, 1, 260);
        stream.write(tar, 261, tar.length - 261);
        stream.finish();

        assertThat(sent.toByteArray()).startsWith("1024\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(Arrays.copyOfRange(sent.toByteArray(), 5, 5 + tar.length)).isEqualTo(tar);
        assertThat(stream.isAlien()).isFalse();
        assertThat(stream.isEmpty()).isFalse();
    }

    /** Borg with --ignore-zeros would find no member in what follows, and end well. */
    @Test
    void aGreetingBeforeItIsNotLetThrough() {
        stream.to(feed());

        assertThatThrownBy(() -> {
                    stream.write("Welcome\n".getBytes(StandardCharsets.US_ASCII));
                    stream.write(tar());
                })
                .isInstanceOf(IOException.class);

        assertThat(stream.isAlien()).isTrue();
        assertThat(stream.isRefused()).isFalse();
        assertThat(sent.size()).isZero();
    }

    @Test
    void lessThanAHeaderIsNothing() throws IOException {
        stream.to(feed());
        stream.write(new byte[100]);

        assertThat(stream.isEmpty()).isTrue();
    }

    private Feed feed() {
        return new Feed(new Lifeline(sent, Runnable::run));
    }

    private static byte[] tar() {
        byte[] tar = new byte[1024];
        Arrays.fill(tar, (byte) 'x');
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        return tar;
    }
}
