package org.agentbroker.broker.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;

/**
 * A pattern of {@code create.exclude} in the words of GNU tar ({@code borg help patterns}; tar manual, "Controlling
 * Pattern-Matching"). Both match names from their start, and with a directory what is in it.
 */
final class TarPattern {
    private static final String MEANS_FOR_ALL = "write it as fm:, pf:, pp: or sh: without **, or use another method";

    private final String kind;
    private final String pattern;

    private TarPattern(String kind, String pattern) {
        this.kind = kind;
        this.pattern = pattern;
    }

    /** @throws UnusableInput for what tar cannot do */
    static TarPattern of(String text) throws UnusableInput {
        boolean named = text.matches("(?s)[A-Za-z0-9]{2}:.+");
        String style = named ? text.substring(0, 2) : "fm";
        String pattern = named ? text.substring(3) : text;
        String normal = normal(pattern);
        if (normal.isEmpty() || normal.equals(".")) {
            throw refused(text, "would leave everything out", "name what is in the directory");
        }
        String contents = pattern.endsWith("/") ? "/*" : "";
        switch (style) {
            case "fm":
                return new TarPattern("--wildcards --wildcards-match-slash", glob(normal) + contents);
            case "sh":
                if (normal.contains("**")) {
                    throw refused(text, "is not for tar", MEANS_FOR_ALL);
                }
                return new TarPattern("--wildcards --no-wildcards-match-slash", glob(normal) + contents);
            case "pf", "pp":
                return new TarPattern("--no-wildcards", normal);
            default:
                throw refused(text, "is not for tar", MEANS_FOR_ALL);
        }
    }

    private static UnusableInput refused(String text, String why, String hint) {
        return new UnusableInput("create.exclude: " + text + " " + why, hint);
    }

    /** The options before it, which hold for what follows them. */
    List<String> options() {
        return List.of(kind.split(" "));
    }

    /** The pattern for names that start so. */
    String exclude(String start) {
        return "--exclude=" + start + pattern;
    }

    /** As Python's normpath, and without the slash before it. */
    static String normal(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (part.equals("..") && path.startsWith("/")) {
                continue; // nothing is above the root
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return parts.isEmpty() ? path.startsWith("/") ? "" : "." : String.join("/", parts);
    }

    /** Python's fnmatch as glibc's: that knows a backslash, and takes {@code ^} for a {@code !}. */
    private static String glob(String pattern) {
        StringBuilder glob = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int end = c == '[' ? endOfSet(pattern, at) : -1;
            if (end > 0) {
                glob.append(set(pattern.substring(at + 1, end)));
                at = end + 1;
            } else {
                glob.append(c == '[' || c == '\\' ? "\\" : "").append(c);
                at++;
            }
        }
        return glob.toString();
    }

    /** A {@code ]} that comes first is one of the set. */
    private static int endOfSet(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return pattern.indexOf(']', first + 1);
    }

    private static String set(String content) {
        boolean not = content.startsWith("!");
        List<String> parts = new ArrayList<>();
        for (char c : content.substring(not ? 1 : 0).toCharArray()) {
            parts.add((c == '\\' || c == '[' || c == '^' || c == ']' || c == '!' ? "\\" : "") + c);
        }
        return (not ? "[!" : "[") + String.join("", parts) + "]";
    }
}
