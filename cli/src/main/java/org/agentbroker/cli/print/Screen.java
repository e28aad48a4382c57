package org.agentbroker.cli.print;

import java.io.PrintStream;
import java.util.function.IntSupplier;

/** Standard error: whole lines, and one line of progress that the next one replaces. Everything is escaped here. */
public final class Screen implements Lines {
    /** What a line is about; shown as a colour where there are colours, as a priority in the journal. */
    public enum Tone {
        /** Only said with {@code -v}. */
        DETAIL("", "<7>", "DEBUG"),
        PLAIN("", "<6>", "INFO"),
        WARNING("\u001b[33m", "<4>", "WARNING"),
        /** What helps against the warning above it. */
        ADVICE("", "<4>", "WARNING"),
        PROBLEM("\u001b[31m", "<3>", "ERROR"),
        /** What helps against the problem above it. */
        HINT("", "<3>", "ERROR");

        private final String colour;
        private final String priority;
        private final String level;

        Tone(String colour, String priority, String level) {
            this.colour = colour;
            this.priority = priority;
            this.level = level;
        }

        String level() {
            return level;
        }
    }

    private enum Style {
        PLAIN,
        COLOURS,
        PRIORITIES
    }

    private static final String RESET = "\u001b[0m";
    private static final String CLEAR = "\r\u001b[K";

    private final PrintStream out;
    private final Style style;
    private final IntSupplier width;
    private boolean progressStands;

    private Screen(PrintStream out, Style style, IntSupplier width) {
        this.out = out;
        this.style = style;
        this.width = width;
    }

    /** @param width of the terminal in columns, asked for each line of progress; 0 shows none */
    public static Screen terminal(PrintStream out, boolean colours, IntSupplier width) {
        return new Screen(out, colours ? Style.COLOURS : Style.PLAIN, width);
    }

    /** A file, a pipe, whatever moves no cursor. */
    public static Screen plain(PrintStream out) {
        return terminal(out, false, () -> 0);
    }

    /** The journal, which reads a priority at the start of each line (sd-daemon(3)). */
    public static Screen journal(PrintStream out) {
        return new Screen(out, Style.PRIORITIES, () -> 0);
    }

    @Override
    public synchronized void line(Tone tone, String text) {
        clearProgress();
        String safe = Escape.line(text);
        out.println(
                switch (style) {
                    case COLOURS -> tone.colour.isEmpty() ? safe : tone.colour + safe + RESET;
                    case PRIORITIES -> tone.priority + safe;
                    case PLAIN -> safe;
                });
        out.flush();
    }

    @Override
    public synchronized void progress(String text) {
        int columns = progressWidth();
        if (columns == 0) {
            return;
        }
        clearProgress();
        if (!text.isEmpty()) {
            out.print(Columns.cut(Escape.line(text), columns));
            out.flush();
            progressStands = true;
        }
    }

    // the last column stays free: a cursor behind it would be on the next line
    @Override
    public int progressWidth() {
        return Math.max(0, width.getAsInt() - 1);
    }

    private void clearProgress() {
        if (progressStands) {
            out.print(CLEAR);
            progressStands = false;
        }
    }
}
