package org.agentbroker.cli.print;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.agentbroker.cli.print.Screen.Tone;

/** The last lines, as far as they have room. */
final class Tail implements Lines {
    private final int most;
    private final Deque<String> lines = new ArrayDeque<>();
    private int size;

    /** @param most bytes of UTF-8 */
    Tail(int most) {
        this.most = most;
    }

    @Override
    public synchronized void line(Tone tone, String text) {
        String line = Escape.line(text) + "\n";
        lines.add(line);
        size += bytes(line);
        while (size > most) {
            size -= bytes(lines.remove());
        }
    }

    private static int bytes(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public void progress(String text) {
        // it has no place in a log
    }

    @Override
    public int progressWidth() {
        return 0;
    }

    synchronized String text() {
        return String.join("", lines);
    }
}
