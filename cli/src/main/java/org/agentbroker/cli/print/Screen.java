package org.agentbroker.cli.print;

import java.io.PrintStream;

/** Standard error: whole lines, and one line of progress that the next one replaces. Everything is escaped here. */
public final class Screen {
    /** What a line is about; shown as a colour where there are colours. */
    public enum Tone {
        PLAIN(""),
        WARNING("\u001b[33m"),
        PROBLEM("\u001b[31m");

        private final String colour;

        Tone(String colour) {
            this.colour = colour;
        }
    }

    private static final String RESET = "\u001b[0m";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final boolean colours;
    private final boolean progressShown;
    private final int width;
    private boolean progressStands;

    /**
     * @param progress whether progress is shown at all: on a terminal
     * @param width of the terminal, in columns
     */
    public Screen(PrintStream out, boolean colours, boolean progress, int width) {
        this.out = out;
        this.colours = colours;
        this.progressShown = progress;
        this.width = width;
    }

    public synchronized void line(Tone tone, String text) {
        clearProgress();
        boolean coloured = colours && tone != Tone.PLAIN;
        out.println(coloured ? tone.colour + Escape.line(text) + RESET : Escape.line(text));
        out.flush();
    }

    /** Replaces the line of progress; an empty text takes it away. */
    public synchronized void progress(String text) {
        if (!progressShown) {
            return;
        }
        clearProgress();
        if (!text.isEmpty()) {
            String safe = Escape.line(text);
            out.print(safe.length() < width ? safe : safe.substring(0, width - 1));
            out.flush();
            progressStands = true;
        }
    }

    private void clearProgress() {
        if (progressStands) {
            out.print(CLEAR);
            progressStands = false;
        }
    }
}
