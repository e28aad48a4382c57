package org.agentbroker.broker.doctor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a script on the client says on standard output: {@code doctor KEY VALUE}, a line each, of which the first for a key
 * counts. All of it is the client's word. What is longer or more than the scripts say is dropped.
 */
final class Report extends OutputStream {
    private static final int LONGEST = 1024;
    private static final int MOST = 64;
    private static final long MOST_BYTES = 1 << 20;
    private static final String START = "doctor ";

    private final InstantSource clock;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long taken;
    private String odd = "";
    private long last = System.nanoTime();

    Report(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param time since the one before it came
     * @param nanos when it came, by {@link System#nanoTime}
     */
    record Entry(String value, Duration time, long nanos, Instant at) {
        /** The exit status that it begins with; -1 when it does not. */
        int status() {
            String word = value.split(" ", 2)[0];
            return word.matches("[0-9]{1,3}") ? Integer.parseInt(word) : -1;
        }

        /** What follows the first word. */
        String text() {
            String[] words = value.split(" ", 2);
            return words.length < 2 ? "" : words[1].strip();
        }
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            ended();
        } else if (line.size() < LONGEST) {
            line.write(b);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        taken += length;
        if (taken > MOST_BYTES) {
            throw new IOException("more than any script of ours says"); // which ends the pull
        }
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void ended() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.startsWith(START) || entries.size() == MOST) {
            odd = odd.isEmpty() ? text.strip() : odd;
            return;
        }
        String[] words = text.substring(START.length()).split(" ", 2);
        long now = System.nanoTime();
        String value = words.length < 2 ? "" : words[1].strip();
        entries.putIfAbsent(words[0], new Entry(value, Duration.ofNanos(now - last), now, clock.instant()));
        last = now;
    }

    /** The first line that no script of ours has said; what is said in its place explains why it did not run. */
    synchronized String odd() {
        return odd;
    }

    /** What the steps took together, those that were done. */
    Duration time(String... keys) {
        return Stream.of(keys)
                .flatMap(key -> entry(key).stream())
                .map(Entry::time)
                .reduce(Duration.ZERO, Duration::plus);
    }

    synchronized Optional<Entry> entry(String key) {
        return Optional.ofNullable(entries.get(key));
    }
}
