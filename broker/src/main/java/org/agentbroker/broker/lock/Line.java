package org.agentbroker.broker.lock;

import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * A record: a flat JSON object in one line of ASCII. {@code type} says what it is; types and fields that are not known
 * are those of a newer broker, and are let be.
 */
public final class Line {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Map<String, Object> fields;

    private Line(Map<String, Object> fields) {
        this.fields = fields;
    }

    /** @param time of whatever it says; the field {@code time} */
    public static Line of(String type, Instant time) {
        return new Line(new LinkedHashMap<>()).with("type", type).with("time", time.toString());
    }

    /** Nothing when the text is no such object: a line that was torn when the power went, say. */
    public static Optional<Line> read(String text) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                Object value = value(json);
                if (value != null) {
                    fields.put(name, value);
                }
            }
            boolean whole = json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
            return whole ? Optional.of(new Line(fields)) : Optional.empty();
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Object value(JsonParser json) {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getNumberValue();
            case START_OBJECT, START_ARRAY -> {
                json.skipChildren();
                yield null;
            }
            default -> null;
        };
    }

    /** The same line, with a field more. */
    public Line with(String name, String value) {
        fields.put(name, value);
        return this;
    }

    public Line with(String name, long value) {
        fields.put(name, value);
        return this;
    }

    public Line with(String name, double value) {
        fields.put(name, value);
        return this;
    }

    public String type() {
        return text("type");
    }

    public Instant time() {
        return time("time");
    }

    /** The epoch when it has none. */
    public Instant time(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** Empty when it has none. */
    public String text(String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    /** 0 when it has none. */
    public long number(String name) {
        return fields.get(name) instanceof Number number ? number.longValue() : 0;
    }

    public double fraction(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Without a newline. */
    public String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.forEach((name, value) -> {
                json.writeName(name);
                if (value instanceof String string) {
                    json.writeString(string);
                } else if (value instanceof Long number) {
                    json.writeNumber(number);
                } else {
                    json.writeNumber(((Number) value).doubleValue());
                }
            });
            json.writeEndObject();
        }
        return text.toString();
    }
}
