package org.agentbroker.cli.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.cli.settings.Bounds;
import org.agentbroker.cli.settings.Shape.Time;
import org.agentbroker.cli.settings.Shape.Whole;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value of a config file, taken as what it has to be.
 *
 * @param name its key, for messages
 */
record Value(String name, Node node, Source source, Problems problems) {
    private static final Set<Tag> TEXT = Set.of(Tag.STR, Tag.INT, Tag.FLOAT);

    /** Takes a value as what it has to be. */
    @FunctionalInterface
    interface As<T> {
        T read(Value value) throws UnusableInput;
    }

    Place place() {
        return Place.of(source.file(), node);
    }

    /** One line, not empty; a number is taken as it is written. */
    String text() throws UnusableInput {
        String text = anyText();
        if (text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw new UnusableInput(name + " has a line break or control character in it", "write it on one line");
        }
        return text;
    }

    /** Whatever an argument of a program may be, line breaks too: files are called so. */
    String anyText() throws UnusableInput {
        String text = scalar("text");
        if (!TEXT.contains(node.getTag())) {
            throw new UnusableInput(name + " must be text", "put it in quotes");
        }
        if (text.isEmpty()) {
            throw new UnusableInput(name + " is empty", "give it a value, or leave it out");
        }
        if (text.indexOf('\0') >= 0) {
            throw new UnusableInput(name + " has a NUL in it", "remove it; no program can be given one");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnusableInput(name + " has half a character in it", "write it as UTF-8, without escapes");
        }
        return text;
    }

    int number(Whole bounds) throws UnusableInput {
        String text = scalar("a number");
        if (!node.getTag().equals(Tag.INT)) {
            throw new UnusableInput(name + " must be a number", "write digits alone, without quotes");
        }
        return Numbers.within(name, text, bounds);
    }

    int port() throws UnusableInput {
        return number(Bounds.PORT);
    }

    Duration duration(Time bounds) throws UnusableInput {
        return Numbers.duration(name, text(), bounds);
    }

    Path path() throws UnusableInput {
        return source.path(text());
    }

    boolean isTrue() throws UnusableInput {
        return scalar("true").equals("true") && node.getTag().equals(Tag.BOOL);
    }

    /** {@code true} or {@code false}, and nothing that looks like it. */
    boolean flag() throws UnusableInput {
        String text = scalar("true or false");
        if (!node.getTag().equals(Tag.BOOL)) {
            throw new UnusableInput(name + " must be true or false", "write " + name + ": true, without quotes");
        }
        return Boolean.parseBoolean(text);
    }

    boolean isText() {
        return node instanceof ScalarNode && !isNull();
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    private boolean isNull() {
        return node.getTag().equals(Tag.NULL);
    }

    List<String> anyTexts() throws UnusableInput {
        return each(Value::anyText, "");
    }

    List<String> texts() throws UnusableInput {
        return each(Value::text, "");
    }

    /** The list's items; one that is unusable becomes a problem at its own place, and {@code standIn}. */
    <T> List<T> each(As<? extends T> as, T standIn) throws UnusableInput {
        if (!(node instanceof SequenceNode list)) {
            throw new UnusableInput(
                    isNull() ? name + " has no value" : name + " must be a list", "write " + name + ": [...]");
        }
        List<T> items = new ArrayList<>();
        for (Node item : list.getValue()) {
            Value value = new Value(name, item, source, problems);
            items.add(problems.attempt(value.place(), standIn, () -> as.read(value)));
        }
        return items;
    }

    private String scalar(String wanted) throws UnusableInput {
        if (!(node instanceof ScalarNode scalar)) {
            throw new UnusableInput(
                    name + " must be " + wanted + ", not a " + (isList() ? "list" : "mapping"),
                    isList() ? "give one value, without brackets" : "put it in quotes if it has braces");
        }
        if (isNull()) {
            throw new UnusableInput(name + " has no value", "give it one, or leave it out");
        }
        return scalar.getValue();
    }
}
