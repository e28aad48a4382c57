package org.agentbroker.broker.borg;

import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** What {@code borg create --json} prints: {@code {"archive": {"name", "id", "duration", "stats": {…}}, …}}. */
public final class ArchiveJson {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private String name = "";
    private String id = "";
    private double seconds;
    private long files;
    private long originalSize;
    private long deduplicatedSize;

    private ArchiveJson() {}

    /** Null when it is not such a document: a summary is a comfort, not a reason to fail. */
    public static @Nullable ArchiveSummary read(byte[] output) {
        ArchiveJson archive = new ArchiveJson();
        try (JsonParser parser =
                JSON.createParser(ObjectReadContext.empty(), new String(output, StandardCharsets.UTF_8))) {
            archive.walk(parser);
        } catch (JacksonException e) {
            return null;
        }
        return archive.id.isEmpty() ? null : archive.summary();
    }

    private void walk(JsonParser parser) {
        int depth = 0;
        String section = "";
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
            if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                depth++;
                if (depth == 2) {
                    section = String.valueOf(parser.currentName());
                }
            } else if (token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY) {
                depth--;
            } else if (token.isScalarValue() && depth <= 3 && section.equals("archive")) {
                take(parser, depth);
            }
        }
    }

    private void take(JsonParser parser, int depth) {
        String field = depth + "." + parser.currentName();
        switch (field) {
            case "2.name" -> name = parser.getString();
            case "2.id" -> id = parser.getString();
            case "2.duration" -> seconds = parser.getValueAsDouble();
            case "3.nfiles" -> files = parser.getValueAsLong();
            case "3.original_size" -> originalSize = parser.getValueAsLong();
            case "3.deduplicated_size" -> deduplicatedSize = parser.getValueAsLong();
            default -> {}
        }
    }

    private ArchiveSummary summary() {
        return new ArchiveSummary(name, id, seconds, files, originalSize, deduplicatedSize);
    }
}
