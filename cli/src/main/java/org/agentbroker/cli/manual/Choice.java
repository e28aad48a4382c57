package org.agentbroker.cli.manual;

import java.util.List;

/**
 * A word that may be typed, and what has to follow it.
 *
 * @param names all that it is called
 * @param words the values that may follow, for {@link Kind#WORD}
 */
record Choice(List<String> names, String description, Kind kind, List<String> words) {
    /** What follows. */
    enum Kind {
        FLAG,
        TEXT,
        FILE,
        WORD
    }

    boolean takesValue() {
        return kind != Kind.FLAG;
    }

    /** The first sentence of a text, without what stands in brackets and without its stop. */
    static String sentence(List<String> text) {
        if (text.isEmpty()) {
            return "";
        }
        return text.get(0).replace("$$", "$").replaceAll(" \\([^)]*\\)", "").split("[.;:] |[.:]$", 2)[0];
    }
}
