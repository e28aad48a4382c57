package org.agentbroker.broker.restore;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code borg list --json} prints of a repository: {@code {"archives": [{"name", "start", …}, …], …}}. */
record ArchiveNames(List<Entry> entries) {
    private static final JsonFactory JSON = JsonFactory.builder().build();
    private static final Pattern CHECKPOINT = Pattern.compile(".*\\.checkpoint(\\.[0-9]+)?", Pattern.DOTALL);
    private static final int NEAREST = 3;

    /** @param start when it was begun, in a form that sorts */
    record Entry(String name, String start) {}

    ArchiveNames {
        entries = List.copyOf(entries);
    }

    /** @throws UnusableInput when it is not such a document */
    static ArchiveNames read(byte[] output) throws UnusableInput {
        List<Entry> entries = new ArrayList<>();
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), new String(output, StandardCharsets.UTF_8))) {
            int depth = 0;
            boolean inArchives = false;
            String name = "";
            String start = "";
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                    if (depth == 2) {
                        inArchives = "archives".equals(parser.currentName());
                    }
                } else if (token.isStructEnd()) {
                    if (depth == 3 && inArchives && !name.isEmpty()) {
                        entries.add(new Entry(name, start));
                        name = "";
                        start = "";
                    }
                    depth--;
                } else if (depth == 3 && inArchives && "name".equals(parser.currentName())) {
                    name = parser.getString();
                } else if (depth == 3 && inArchives && "start".equals(parser.currentName())) {
                    start = parser.getString();
                }
            }
        } catch (JacksonException e) {
            throw new UnusableInput("the list of archives cannot be read", "look at it: borg list --json");
        }
        return new ArchiveNames(entries);
    }

    /** By its name, or the latest that is no checkpoint. */
    Optional<String> find(String wanted) {
        if (wanted.equals(Restore.LATEST)) {
            return entries.stream()
                    .filter(entry -> !CHECKPOINT.matcher(entry.name()).matches())
                    .max(Comparator.comparing(Entry::start))
                    .map(Entry::name);
        }
        return entries.stream().map(Entry::name).filter(wanted::equals).findFirst();
    }

    /** Those that begin like it, the most alike and newest first. */
    List<String> nearest(String wanted) {
        return entries.stream()
                .sorted(Comparator.comparing((Entry entry) -> -common(entry.name(), wanted))
                        .thenComparing(Entry::start, Comparator.reverseOrder()))
                .limit(NEAREST)
                .map(Entry::name)
                .toList();
    }

    private static int common(String one, String other) {
        int n = 0;
        while (n < Math.min(one.length(), other.length()) && one.charAt(n) == other.charAt(n)) {
            n++;
        }
        return n;
    }
}
