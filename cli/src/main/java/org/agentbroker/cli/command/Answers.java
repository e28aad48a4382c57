package org.agentbroker.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.agentbroker.cli.print.Escape;
import org.agentbroker.cli.print.Tty;
import org.jspecify.annotations.Nullable;

/** Questions to whoever sits at the terminal, whose answers are shown as they are typed. */
final class Answers {
    private static final int LONGEST = 1024;

    private final InputStream in;
    private final PrintStream err;

    Answers(InputStream in, PrintStream err) {
        this.in = in;
        this.err = err;
    }

    /** Somebody is at a terminal. */
    static @Nullable Answers atTerminal(PrintStream err) {
        return Tty.is(0) && Tty.is(2) ? new Answers(System.in, err) : null;
    }

    void show(String line) {
        err.println(Escape.line(line));
    }

    /** One line, without blanks around it; null at the end of what is typed. */
    @Nullable
    String ask(String question) throws IOException {
        err.print(Escape.line(question));
        err.flush();
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() == LONGEST) {
                return null;
            }
            line.append((char) b);
        }
        byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }
}
