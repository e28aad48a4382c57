package org.agentbroker.cli.print;

import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/** Flat objects, one a line, in ASCII: no byte of a client reaches a terminal as it came. */
public final class JsonLines {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final PrintStream out;

    public JsonLines(PrintStream out) {
        this.out = out;
    }

    /** Fields that are null are left out. */
    public synchronized void write(Map<String, @Nullable Object> fields) {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            fields.forEach((name, value) -> write(json, name, value));
            json.writeEndObject();
        }
        out.println(line);
        out.flush();
    }

    private static void write(JsonGenerator json, String name, @Nullable Object value) {
        if (value instanceof String text) {
            json.writeStringProperty(name, text);
        } else if (value instanceof Integer number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof Long number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof Double number) {
            json.writeNumberProperty(name, number);
        } else if (value instanceof Boolean flag) {
            json.writeBooleanProperty(name, flag);
        } else if (value != null) {
            throw new AssertionError("no JSON for " + value.getClass());
        }
    }
}
