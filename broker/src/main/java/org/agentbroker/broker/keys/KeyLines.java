package org.agentbroker.broker.keys;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.Predicate;

/**
 * The contents of authorized_keys, where every byte of others stays as it is: other encodings, other line ends, a last
 * line without one. So broker's lines come first.
 */
final class KeyLines {
    // sshd's clock and ours need not agree, and until then somebody may want to see what was there
    private static final Duration KEPT_AFTER_END = Duration.ofHours(1);

    private final Instant now;
    private final ZoneId local;

    KeyLines(Instant now, ZoneId local) {
        this.now = now;
        this.local = local;
    }

    /** With the line; without those of the same client, whose pulls are over, and those that end long ago. */
    byte[] with(KeyLine line, String client, byte[] content) {
        byte[] others = without(
                content,
                each -> KeyLine.mark(each, local)
                        .map(mark -> mark.client().equals(client) || isOver(mark))
                        .orElse(false));
        ByteArrayOutputStream all = new ByteArrayOutputStream(others.length + 512);
        all.writeBytes(line.bytes());
        all.write('\n');
        all.writeBytes(others);
        return all.toByteArray();
    }

    /** Without that line, and without those that end long ago. */
    byte[] without(KeyLine line, byte[] content) {
        byte[] gone = line.bytes();
        return without(
                content,
                each -> Arrays.equals(each, gone)
                        || KeyLine.mark(each, local).map(this::isOver).orElse(false));
    }

    /** Whether anything in it is not broker's. */
    boolean hasOthers(byte[] content) {
        return without(content, each -> KeyLine.mark(each, local).isPresent() || StandingLine.isOurs(each)).length > 0;
    }

    private boolean isOver(KeyLine.Mark mark) {
        return mark.end().plus(KEPT_AFTER_END).isBefore(now);
    }

    private static byte[] without(byte[] content, Predicate<byte[]> isGone) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream(content.length);
        for (int start = 0; start < content.length; ) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            int next = Math.min(end + 1, content.length);
            if (!isGone.test(Arrays.copyOfRange(content, start, end))) {
                kept.write(content, start, next - start);
            }
            start = next;
        }
        return kept.toByteArray();
    }
}
