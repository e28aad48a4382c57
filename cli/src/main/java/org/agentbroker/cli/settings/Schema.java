package org.agentbroker.cli.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema of a config file. Draft 7 is what yaml-language-server, and so most editors, knows in full. It says
 * what stands in one place; what two settings mean together, and how long a time may be, only the parser does.
 */
public final class Schema {
    private static final String DEFINITIONS = "#/definitions/";

    private Schema() {}

    /** Ends with a newline. */
    public static String text() {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.put("title", "broker.yaml");
        schema.put("description", "the config of broker, or a file of broker.d");
        schema.putAll(of(Settings.FILE_ITSELF));
        Map<String, Object> definitions = new LinkedHashMap<>();
        Settings.CLIENT.settings().forEach(setting -> definitions.put(setting.name(), described(setting)));
        schema.put("definitions", definitions);
        return JsonText.of(schema);
    }

    private static Map<String, Object> described(Setting setting) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", sentence(setting));
        if (setting.usual() != null) {
            schema.put("default", setting.usual());
        }
        schema.putAll(of(setting.shape()));
        return schema;
    }

    private static String sentence(Setting setting) {
        String range = setting.shape() instanceof Shape.Time time ? "; " + time.least() + " to " + time.most() : "";
        String note = setting.note().isEmpty() ? "" : " (" + setting.note() + ")";
        return setting.meaning() + range + note;
    }

    private static Map<String, Object> of(Shape shape) {
        if (shape instanceof Shape.Text text) {
            // borg's options have numbers among them
            boolean alsoNumber =
                    List.of(Spelling.LINE, Spelling.ANY, Spelling.CLIENT_PATH).contains(text.spelling());
            return ordered(
                    "type", alsoNumber ? List.of("string", "number") : "string", "pattern", whole(text.spelling()));
        } else if (shape instanceof Shape.File file) {
            return ordered("type", "string", "pattern", whole(file.spelling()));
        } else if (shape instanceof Shape.HostKey) {
            return ordered("type", "string", "pattern", whole(Spelling.FILE));
        } else if (shape instanceof Shape.Flag) {
            return ordered("type", "boolean");
        } else if (shape instanceof Shape.Yes) {
            return ordered("const", true);
        } else if (shape instanceof Shape.Whole number) {
            return ordered("type", "integer", "minimum", number.least(), "maximum", number.most());
        } else if (shape instanceof Shape.Time) {
            return ordered("type", "string", "pattern", whole(Spelling.TIME));
        } else if (shape instanceof Shape.Word word) {
            return ordered("enum", word.words());
        } else if (shape instanceof Shape.Web) {
            return ordered("type", "string", "pattern", whole(Spelling.WEB));
        } else if (shape instanceof Shape.Command command) {
            return many(new Shape.Text(Spelling.LINE), command.least());
        } else if (shape instanceof Shape.Many many) {
            return many(many.each(), many.least());
        } else if (shape instanceof Shape.Either either) {
            return ordered("anyOf", either.shapes().stream().map(Schema::of).toList());
        } else if (shape instanceof Shape.Named named) {
            return ordered(
                    "type",
                    "object",
                    "propertyNames",
                    ordered("pattern", whole(Spelling.CLIENT)),
                    "additionalProperties",
                    of(named.each()));
        }
        return section((Shape.Section) shape);
    }

    private static Map<String, Object> many(Shape each, int least) {
        return ordered("type", "array", "items", of(each), "minItems", least);
    }

    private static Map<String, Object> section(Shape.Section section) {
        boolean ofClient = section == Settings.CLIENT || section == Settings.OF_CLIENTS;
        Map<String, Object> properties = new LinkedHashMap<>();
        for (Setting setting : section.settings()) {
            properties.put(
                    setting.name(), ofClient ? Map.of("$ref", DEFINITIONS + setting.name()) : described(setting));
        }
        Map<String, Object> schema = ordered("type", "object", "additionalProperties", false, "properties", properties);
        List<String> required = section.settings().stream()
                .filter(Setting::required)
                .map(Setting::name)
                .toList();
        // a client may have from its group or the defaults what it needs
        if (!ofClient && !required.isEmpty()) {
            schema.put("required", required);
        }
        if (!section.exclusive().isEmpty()) {
            schema.put("not", Map.of("required", section.exclusive()));
        }
        if (section.exactlyOne()) {
            schema.put("minProperties", 1);
            schema.put("maxProperties", 1);
        }
        return schema;
    }

    private static String whole(String spelling) {
        return "^(" + spelling + ")$";
    }

    private static Map<String, Object> ordered(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
