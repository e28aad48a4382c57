package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Served;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.Commands;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code share/log.schema.json} and what {@code --log-json} writes are the same. */
class LogSchemaTest {
    private static final Path FILE = Path.of("src/main/dist/share/log.schema.json");
    private static final Pattern TYPE = Pattern.compile("\"const\": \"([a-z_]+)\"");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonReporter reporter = new JsonReporter(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private Schema schema;
    private String text;

    @BeforeEach
    void read() throws IOException {
        text = Files.readString(FILE);
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text);
    }

    @Test
    void everyKindOfLineIsValid() {
        Events.all().forEach(reporter::heard);
        Events.hostile().forEach(line -> reporter.heard(Events.said(line)));
        reporter.heard(new Served("web1", "borg serve ended"));
        for (Phase phase : Phase.values()) {
            if (phase != Phase.PLAN) { // it is over before there is a listener
                reporter.heard(new Entered("web1", phase));
            }
            for (Cause cause : Cause.values()) {
                reporter.ended("web1", new Failed(phase, cause, new Problem("a", "b"), OptionalInt.of(2)));
            }
        }
        Events.outcomes().values().forEach(outcome -> reporter.ended("web1", outcome));
        reporter.summary(Events.ended());
        reporter.problem(new Problem("a", "b"));
        for (ExitCode code : ExitCode.values()) {
            reporter.refused(code, List.of("a", "b"));
        }
        reporter.warning("a");
        reporter.warning(new Problem("a", "b"));
        reporter.note("b");

        List<String> lines = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).allSatisfy(this::assertValid);
        assertThat(types(lines)).isEqualTo(documented());
    }

    @Test
    void linesOfTheCommandAreValid() {
        for (String[] words : List.of(
                new String[] {"run", "--log-json", "--bogus"},
                new String[] {"run", "--log-json", "web1"},
                new String[] {"history", "--log-json", "x@y"})) {
            assertThat(Commands.broker(words).err().lines()).isNotEmpty().allSatisfy(this::assertValid);
        }
    }

    @Test
    void whatIsNotWrittenIsNotValid() {
        assertThat(errors("{\"type\":\"phase\",\"time\":1.5,\"phase\":\"command\"}"))
                .isEmpty();
        assertThat(errors("{\"type\":\"phase\",\"time\":1.5,\"phase\":\"sleep\"}"))
                .isNotEmpty();
        assertThat(errors("{\"type\":\"phase\",\"time\":\"1.5\",\"phase\":\"command\"}"))
                .isNotEmpty();
        assertThat(errors("{\"type\":\"phase\",\"time\":1.5,\"phase\":\"command\",\"more\":1}"))
                .isNotEmpty();
        assertThat(errors("{\"type\":\"other\",\"time\":1.5}")).isNotEmpty();
    }

    private void assertValid(String line) {
        assertThat(errors(line)).as(line).isEmpty();
    }

    private List<?> errors(String line) {
        return schema.validate(line, InputFormat.JSON);
    }

    private TreeSet<String> documented() {
        return found(TYPE.matcher(text));
    }

    private static TreeSet<String> types(List<String> lines) {
        return found(Pattern.compile("(?m)^\\{\"type\":\"([a-z_]+)\"").matcher(String.join("\n", lines)));
    }

    private static TreeSet<String> found(Matcher matcher) {
        TreeSet<String> found = new TreeSet<>();
        matcher.results().forEach(each -> found.add(each.group(1)));
        return found;
    }
}
