package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.fixture.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
    private static final int LIMIT = 16 * 1024;
    private static final List<String> NAMES = List.of("list", "bind-ed25519", "remove-all", "lock", "sign-ed25519");

    private final FrameDecoder decoder = new FrameDecoder(LIMIT);

    @Test
    void givesPipelinedMessagesInTheirOrder() throws MalformedMessage {
        assertThat(feed(decoder, pipeline())).containsExactlyElementsOf(messages());
    }

    @Test
    void keepsTheRestOfAMessageForTheNextFeed() throws MalformedMessage {
        byte[] stream = pipeline();
        for (int cut = 0; cut <= stream.length; cut++) {
            FrameDecoder halves = new FrameDecoder(LIMIT);
            List<byte[]> frames = new ArrayList<>(halves.feed(stream, 0, cut));
            frames.addAll(halves.feed(stream, cut, stream.length - cut));

            assertThat(frames).as("cut at %d", cut).containsExactlyElementsOf(messages());
        }
    }

    @Test
    void takesAStreamByteByByte() throws MalformedMessage {
        byte[] stream = pipeline();
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < stream.length; i++) {
            frames.addAll(decoder.feed(stream, i, 1));
        }
        assertThat(frames).containsExactlyElementsOf(messages());
    }

    @Test
    void takesAMessageOfExactlyTheLimit() throws MalformedMessage {
        byte[] stream =
                ByteBuffer.allocate(4 + LIMIT).putInt(LIMIT).put(4, (byte) 13).array();

        assertThat(feed(decoder, stream))
                .singleElement()
                .satisfies(frame -> assertThat(frame).hasSize(LIMIT).startsWith(13));
    }

    @ParameterizedTest
    @ValueSource(ints = {LIMIT + 1, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE, -1})
    void refusesALengthOverTheLimitAtItsFourthByte(int length) throws MalformedMessage {
        byte[] header = ByteBuffer.allocate(4).putInt(length).array();
        assertThat(decoder.feed(header, 0, 3)).isEmpty();

        assertThatThrownBy(() -> decoder.feed(header, 3, 1))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("a message of " + Integer.toUnsignedString(length) + " bytes, limit 16384");
    }

    @Test
    void refusesALengthOfZero() {
        assertThatThrownBy(() -> feed(decoder, new byte[4]))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("a message of length 0");
    }

    @Test
    void staysBrokenAfterABadLength() {
        byte[] bad = {0x40, 0, 0, 0};
        assertThatThrownBy(() -> feed(decoder, bad)).isInstanceOf(MalformedMessage.class);

        assertThatThrownBy(() -> feed(decoder, Golden.frame("list"))).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void allocatesNothingForAGibibyteThatIsOnlyAnnounced() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        byte[] header = {0x40, 0, 0, 0};
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> feed(decoder, header)).isInstanceOf(MalformedMessage.class);

        // the exception, its trace and the assertion itself need some
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(32 << 20);
    }

    private static List<byte[]> feed(FrameDecoder decoder, byte[] stream) throws MalformedMessage {
        return decoder.feed(stream, 0, stream.length);
    }

    private static byte[] pipeline() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String name : NAMES) {
            out.writeBytes(Golden.frame(name));
        }
        return out.toByteArray();
    }

    private static List<byte[]> messages() {
        return NAMES.stream().map(Golden::message).toList();
    }
}
