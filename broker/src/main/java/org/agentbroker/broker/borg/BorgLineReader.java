package org.agentbroker.broker.borg;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.agentbroker.broker.borg.BorgLine.FileStatus;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Other;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** One line to its record. Never throws: a line that is not understood is text. */
public final class BorgLineReader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(LineSplitter.LONGEST_LINE)
                    .build())
            .build();

    private BorgLineReader() {}

    public static BorgLine read(String line) {
        if (!line.startsWith("{")) {
            return new Text(line);
        }
        try {
            return record(fields(line));
        } catch (JacksonException e) {
            return new Text(line);
        }
    }

    private static BorgLine record(Map<String, Object> fields) {
        switch (text(fields, "type")) {
            case "log_message":
                return new LogMessage(
                        text(fields, "levelname"),
                        text(fields, "name"),
                        text(fields, "msgid"),
                        text(fields, "message"));
            case "archive_progress":
                return new ArchiveProgress(
                        number(fields, "nfiles"),
                        number(fields, "original_size"),
                        number(fields, "deduplicated_size"),
                        text(fields, "path"),
                        isFinished(fields));
            case "progress_message":
            case "progress_percent":
                return new ProgressMessage(text(fields, "message"), isFinished(fields));
            case "file_status":
                return new FileStatus(text(fields, "status"), text(fields, "path"));
            default:
                return new Other(fields);
        }
    }

    /**
     * The plain fields of the outermost object; what is nested is skipped.
     *
     * @throws JacksonException for what is none
     */
    public static Map<String, Object> fields(String json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (token.isStructStart()) {
                    parser.skipChildren();
                } else if (token != JsonToken.VALUE_NULL) {
                    fields.put(name, value(parser, token));
                }
            }
        }
        return fields;
    }

    private static Object value(JsonParser parser, JsonToken token) {
        switch (token) {
            case VALUE_TRUE:
                return true;
            case VALUE_FALSE:
                return false;
            case VALUE_NUMBER_INT:
                return parser.getBigIntegerValue().longValue();
            case VALUE_NUMBER_FLOAT:
                return parser.getDoubleValue();
            default:
                return parser.getString();
        }
    }

    private static String text(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private static long number(Map<String, Object> fields, String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    private static boolean isFinished(Map<String, Object> fields) {
        return Boolean.TRUE.equals(fields.get("finished"));
    }
}
