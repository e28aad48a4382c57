package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.outcome.Problem;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonReporterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Reporter reporter = new JsonReporter(new PrintStream(bytes, true, StandardCharsets.UTF_8));

    @Test
    void everyEventIsOneObjectOfItsType() {
        Events.all().forEach(reporter::heard);

        assertThat(objects())
                .hasSameSizeAs(Events.all())
                .allSatisfy(object ->
                        assertThat(object).containsEntry("client", "web1").containsKey("time"));
        assertThat(objects())
                .extracting(object -> object.get("type"))
                .containsExactly(
                        "phase",
                        "log_message",
                        "log_message",
                        "audit",
                        "audit",
                        "log_message",
                        "log_message",
                        "log_message",
                        "archive_progress",
                        "archive_progress",
                        "progress_message",
                        "progress_message",
                        "file_status",
                        "borg",
                        "log_message");
    }

    @Test
    void auditsHaveTheirFieldsAndLeaveOutWhatIsNotKnown() {
        Events.all().forEach(reporter::heard);
        Map<String, String> signed = objects().get(3);
        assertThat(without(signed))
                .isEqualTo(Map.ofEntries(
                        Map.entry("request", "sign"),
                        Map.entry("allowed", "true"),
                        Map.entry("reason", "signed"),
                        Map.entry("message", "the login was signed"),
                        Map.entry("connection", "1"),
                        Map.entry("key", "SHA256:key"),
                        Map.entry("user", "borgs"),
                        Map.entry("host_key", "SHA256:host"),
                        Map.entry("session", "0123456789abcdef"),
                        Map.entry("signatures_left", "0")));
        assertThat(objects().get(4)).doesNotContainKeys("host_key", "session");
    }

    @Test
    void outcomesHaveTheirFields() {
        Events.outcomes().values().forEach(outcome -> reporter.ended("web1", outcome));
        List<Map<String, String>> objects = objects();

        assertThat(objects).allSatisfy(object -> assertThat(object).containsEntry("type", "outcome"));
        assertThat(without(objects.get(0)))
                .isEqualTo(Map.of(
                        "exit_code",
                        "0",
                        "meaning",
                        "done",
                        "borg_exit_code",
                        "0",
                        "archive",
                        "a1",
                        "archive_id",
                        "fe2c",
                        "duration",
                        "81.46",
                        "nfiles",
                        "2",
                        "original_size",
                        "3000525",
                        "deduplicated_size",
                        "4321"));
        assertThat(without(objects.get(1)))
                .isEqualTo(Map.of("exit_code", "0", "meaning", "done", "borg_exit_code", "0"));
        assertThat(objects.get(2)).containsEntry("exit_code", "1").containsEntry("borg_exit_code", "107");
        assertThat(without(objects.get(3)))
                .isEqualTo(Map.of(
                        "exit_code",
                        "75",
                        "meaning",
                        "not now: another pull is under way, the repository is locked, or the client asleep",
                        "borg_exit_code",
                        "73",
                        "phase",
                        "command",
                        "cause",
                        "not_now",
                        "message",
                        "it is locked",
                        "hint",
                        "wait for it"));
    }

    @Test
    void aSummaryIsTheOutcomeOfThoseThatWereNotBegun() {
        reporter.summary(Events.ended());

        assertThat(objects())
                .singleElement()
                .satisfies(object -> assertThat(object)
                        .containsEntry("type", "outcome")
                        .containsEntry("client", "late1")
                        .containsEntry("cause", "cancelled")
                        .containsEntry("message", "the pull of late1 was not begun"));
    }

    @Test
    void whatBelongsToNoPullNamesNoClient() {
        reporter.note("stopping");
        reporter.problem(new Problem("what", "hint"));
        assertThat(objects()).allSatisfy(object -> assertThat(object).doesNotContainKey("client"));
        assertThat(objects().get(1))
                .containsEntry("message", "what; hint: hint")
                .containsEntry("levelname", "ERROR");
    }

    @Test
    void hostileTextStaysAsciiAndKeepsToItsLineAndType() {
        Events.hostile().forEach(line -> reporter.heard(Events.said(line)));
        reporter.problem(new Problem(Events.HOSTILE, Events.HOSTILE));

        for (byte b : bytes.toByteArray()) {
            assertThat(b == '\n' || b >= ' ' && b < 0x7f).isTrue();
        }
        assertThat(objects()).hasSize(Events.hostile().size() + 1);
        assertThat(objects()).noneMatch(object -> "outcome".equals(object.get("type")));
        assertThat(objects().get(5)).containsEntry("message", Events.HOSTILE);
    }

    @Test
    void aRefusedCommandHasAnOutcomeToo() {
        reporter.refused(ExitCode.UNUSABLE, List.of("broker.yaml:3:1: unknown key", "broker.yaml:4:1: no host"));

        assertThat(objects())
                .extracting(object -> object.get("type"))
                .containsExactly("log_message", "log_message", "outcome");
        assertThat(objects().get(2))
                .containsEntry("exit_code", "78")
                .containsEntry("message", "broker.yaml:3:1: unknown key");
    }

    private static Map<String, String> without(Map<String, String> object) {
        object.keySet().removeAll(List.of("type", "time", "client"));
        return object;
    }

    private List<Map<String, String>> objects() {
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(JsonReporterTest::object)
                .toList();
    }

    private static Map<String, String> object(String line) {
        Map<String, String> fields = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                assertThat(parser.nextToken().isScalarValue()).isTrue();
                assertThat(fields.put(name, parser.getString()))
                        .as("twice: " + name)
                        .isNull();
            }
            assertThat(parser.nextToken()).isNull();
        }
        return fields;
    }
}
