package org.agentbroker.cli.settings;

import java.util.List;

/** What may stand behind a key. */
public sealed interface Shape {

    /** One text; a number is taken for one as it is written, but where it could not be spelled so. */
    record Text(String spelling) implements Shape {}

    /** A path of this machine: relative ones start beside the file, {@code ~/} is the home of whoever runs broker. */
    record File(String spelling) implements Shape {}

    /** A literal host key, or a file with some. */
    record HostKey() implements Shape {}

    /** {@code true} or {@code false}. */
    record Flag() implements Shape {}

    /** {@code true} alone. */
    record Yes() implements Shape {}

    /** A whole number. */
    record Whole(int least, int most) implements Shape {}

    /** A number and {@code s}, {@code m}, {@code h} or {@code d}; so are the bounds. */
    record Time(String least, String most) implements Shape {}

    /** One of some words. */
    record Word(List<String> words) implements Shape {}

    /** An address that may be as good as a password. */
    record Web() implements Shape {}

    /** The words of a command of this machine, of which all but the first may be secret. */
    record Command(int least) implements Shape {}

    /** A list. */
    record Many(Shape each, int least) implements Shape {}

    /**
     * A mapping with known keys.
     *
     * @param exclusive keys that exclude each other
     * @param exactlyOne of the keys, and no more
     */
    record Section(List<Setting> settings, List<String> exclusive, boolean exactlyOne) implements Shape {
        static Section of(Setting... settings) {
            return new Section(List.of(settings), List.of(), false);
        }

        static Section oneOf(Setting... settings) {
            return new Section(List.of(settings), List.of(), true);
        }
    }

    /** A mapping from names of the user's choice. */
    record Named(Section each) implements Shape {}

    /** Any of some; at most one of them is a list, and one a mapping. */
    record Either(List<Shape> shapes) implements Shape {
        static Either of(Shape... shapes) {
            return new Either(List.of(shapes));
        }
    }
}
