package org.agentbroker.cli.config;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.agentbroker.agent.key.PrivateFile;
import org.agentbroker.agent.key.UnusableInput;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlVersionException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** One file, as far as it is YAML. */
final class YamlFile {
    private static final int DEEPEST = 20;

    private final String name;
    private final Problems problems;
    // the JSON schema: ~ is text, yes and no are text, and there is no merge key
    private final LoadSettings settings = LoadSettings.builder()
            .setSchema(new JsonSchema())
            .setAllowNonScalarKeys(true)
            .build();

    private YamlFile(String name, Problems problems) {
        this.name = name;
        this.problems = problems;
    }

    /** The file's one document, or nothing and a problem. */
    static Optional<Value> read(Path file, Path home, Problems problems) {
        Path directory = file.toAbsolutePath().getParent();
        Source source = new Source(file.toString(), directory, home);
        return new YamlFile(source.file(), problems)
                .root(file)
                .map(root -> new Value(source.file(), root, source, problems));
    }

    private Optional<Node> root(Path file) {
        Place whole = Place.in(name);
        try {
            String text = decode(PrivateFile.read(file));
            if (!isFlat(text)) {
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(whole, "is empty", "share/broker.example.yaml shows one");
            } else if (!(root.get() instanceof MappingNode)) {
                Place place = Place.of(name, root.get());
                problems.add(place, "no keys and values", "begin with server:, defaults: and clients:");
                return Optional.empty();
            }
            return root;
        } catch (UnusableInput e) {
            problems.add(whole, e);
        } catch (MarkedYamlEngineException e) {
            Place place = Place.of(name, e.getProblemMark().or(e::getContextMark));
            problems.add(place, what(e.getProblem()), "look at the indentation, quotes and brackets there");
        } catch (ReaderException e) {
            problems.add(whole, "has a control character", "look for it with grep -nP '[\\x00-\\x08\\x0b-\\x1f]'");
        } catch (YamlVersionException e) {
            problems.add(whole, "is not YAML 1.2", "remove the line with %YAML");
        } catch (RuntimeException e) {
            // aliases over the limit, and slips of the parser such as an escape beyond Unicode
            problems.add(whole, "is not usable YAML: " + e.getMessage(), "write it without aliases and escapes");
        }
        return Optional.empty();
    }

    private static String what(String problem) {
        // the parser's advice after its first sentence is of no use
        return problem.contains("(TAB)")
                ? "a tab where only blanks may stand"
                : "not YAML: " + problem.split("\\.( |$)", 2)[0];
    }

    private static String decode(byte[] bytes) throws UnusableInput {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnusableInput("is not UTF-8", "convert it with iconv -t utf-8");
        }
    }

    /** A look at the events first: composing goes as deep on the stack as the text does. */
    private boolean isFlat(String text) {
        int depth = 0;
        int documents = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            if (event instanceof DocumentStartEvent && ++documents > 1) {
                problems.add(Place.of(name, event.getStartMark()), "a second document", "keep one, without ---");
                return false;
            }
            if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
                problems.add(
                        Place.of(name, event.getStartMark()),
                        "deeper than " + DEEPEST + " levels",
                        "look for brackets that are not closed");
                return false;
            }
            if (event instanceof CollectionEndEvent) {
                depth--;
            }
        }
        return true;
    }
}
