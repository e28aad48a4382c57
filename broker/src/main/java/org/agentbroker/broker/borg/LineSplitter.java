package org.agentbroker.broker.borg;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Bytes to lines of at most 64 KiB; of a longer one the rest is dropped, so that a line without end costs nothing. */
public final class LineSplitter {
    /** In bytes. */
    public static final int LONGEST_LINE = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean cut;

    public LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    public void feed(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n') {
                flush();
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            } else {
                cut = true;
            }
        }
    }

    /** A last line without newline counts. */
    public void end() {
        if (line.size() > 0) {
            flush();
        }
    }

    private void flush() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(cut ? text + "… (cut)" : text);
        cut = false;
    }
}
