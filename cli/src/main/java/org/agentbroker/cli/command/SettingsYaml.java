package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.agentbroker.cli.config.Effective;
import org.agentbroker.cli.print.Escape;

/** Settings as YAML, each with its source as a comment. A config that says the same, whatever reads it as YAML. */
final class SettingsYaml {
    private static final int WIDEST = 60;
    // what neither YAML 1.1 nor 1.2 takes for anything but text, also between brackets
    private static final Pattern PLAIN =
            Pattern.compile("(~/|/|\\./)?[A-Za-z][A-Za-z0-9/._@+-]*(:[A-Za-z0-9/._@+-]+)*|/|[0-9]+[smhd]");
    private static final Set<String> WORDS = Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null");

    private final List<Line> lines = new ArrayList<>();

    private record Line(String text, String comment) {}

    private SettingsYaml() {}

    static String of(List<Effective> settings) {
        SettingsYaml yaml = new SettingsYaml();
        yaml.add("", settings);
        int column = yaml.lines.stream()
                .filter(line -> !line.comment.isEmpty())
                .mapToInt(line -> line.text.length())
                .filter(length -> length <= WIDEST)
                .max()
                .orElse(0);
        return yaml.lines.stream().map(line -> line(line, column)).collect(Collectors.joining());
    }

    private static String line(Line line, int column) {
        return line.comment.isEmpty()
                ? line.text + "\n"
                : line.text + " ".repeat(Math.max(0, column - line.text.length())) + "  # " + line.comment + "\n";
    }

    private void add(String indent, List<Effective> settings) {
        for (Effective each : settings) {
            String key = indent + scalar(each.name()) + ":";
            String source = Escape.line(each.source());
            if (source.isEmpty()) {
                boolean empty = each.parts().stream()
                        .allMatch(part -> part.value() == null && !part.source().isEmpty());
                lines.add(new Line(key + (empty ? " {}" : ""), ""));
                add(indent + "  ", each.parts());
            } else if (each.value() == null) {
                lines.add(new Line(indent + "# " + each.name() + ":", source));
            } else {
                add(indent, key, each.value(), source);
            }
        }
    }

    private void add(String indent, String key, Object value, String source) {
        String text = key + " " + flow(value);
        if (text.length() > WIDEST && value instanceof List<?> items && items.size() > 1) {
            lines.add(new Line(key, source));
            items.forEach(item -> lines.add(new Line(indent + "  - " + flow(item), "")));
        } else {
            lines.add(new Line(text, source));
        }
    }

    private static String flow(Object value) {
        if (value instanceof List<?> items) {
            return items.stream().map(SettingsYaml::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Map<?, ?> entries) {
            return entries.entrySet().stream()
                    .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value instanceof String text ? scalar(text) : value.toString();
    }

    private static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT)) ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ' || Escape.line(Character.toString(c)).length() > Character.charCount(c)) {
                quoted.append(c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        return quoted.append('"').toString();
    }
}
