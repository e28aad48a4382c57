package org.agentbroker.cli.print;

import org.agentbroker.cli.print.Screen.Tone;

/** Where lines for people go. Each is one line, whatever stands in it. */
interface Lines {
    void line(Tone tone, String text);

    /** Replaces the line of progress; an empty text takes it away. */
    void progress(String text);

    /** How many columns a line of progress may have, 0 where none is shown. */
    int progressWidth();
}
