package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agentbroker.agent.wire.FrameDecoder;
import org.agentbroker.agent.wire.MalformedMessage;
import org.junit.jupiter.params.provider.MethodSource;

/** A stream in any pieces gives the messages of the whole, and no more of it is kept than has come. */
class FramesFuzzTest {
    private static final int LIMIT = 16 * 1024;

    /** @param input how to cut, in its first byte; then the stream */
    @MethodSource("seeds")
    @FuzzTest
    void frames(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        FrameDecoder decoder = new FrameDecoder(LIMIT);
        List<byte[]> frames = new ArrayList<>();
        Random random = new Random(input[0]);
        int largest = 1 + (input[0] & 0x7f) * (input[0] & 0x7f);
        boolean broken = false;
        for (int from = 0, length; from < stream.length && !broken; from += length) {
            length = Math.min(1 + random.nextInt(largest), stream.length - from);
            broken = !feed(decoder, stream, from, length, frames);
            if (!broken) {
                int taken = frames.stream()
                        .mapToInt(frame -> Integer.BYTES + frame.length)
                        .sum();
                assertThat(decoder.pending()).isEqualTo(from + length - taken).isLessThan(Integer.BYTES + LIMIT);
            }
        }
        Cut whole = Cut.of(stream, LIMIT);
        assertThat(broken).isEqualTo(whole.broken());
        assertThat(frames).containsExactlyElementsOf(whole.frames());
        if (broken) {
            byte[] more = {0, 0, 0, 1, 11};
            assertThat(feed(decoder, more, 0, more.length, frames)).isFalse();
            assertThat(frames).as("nothing behind it").hasSameSizeAs(whole.frames());
        }
    }

    /** False when the stream is broken, as the carriers ask it. */
    private static boolean feed(FrameDecoder decoder, byte[] stream, int from, int length, List<byte[]> frames) {
        try {
            frames.addAll(decoder.feed(stream, from, length));
            decoder.check();
            return true;
        } catch (MalformedMessage e) {
            return false;
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                Seeds.stream(0, "list", "bind-ed25519", "sign-ed25519"),
                Seeds.stream(3, "add-rsa", "remove-all", "lock", "unlock"),
                Seeds.stream(127, "list", "list", "list", "bind-rsa"),
                new byte[] {127, 0, 0, 0, 1, 11, 0, 0, 0, 0},
                new byte[] {1, 0, 0, 0, 1, 11, 0, 0, 0x40, 1},
                new byte[] {9, 0, 0, 0x40, 0, 13});
    }
}
