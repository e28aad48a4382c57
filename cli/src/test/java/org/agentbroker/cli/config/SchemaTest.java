package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agentbroker.cli.settings.Setting;
import org.agentbroker.cli.settings.Settings;
import org.agentbroker.cli.settings.Shape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema and the parser say the same, in both directions. */
class SchemaTest {
    private static final Path EXAMPLE = Path.of("src/main/dist/share/broker.example.yaml");
    private static final String NO_SUCH_KEY = "zzzzzzzzzzzz";

    /** What may stand behind a key, or may not. */
    private static final List<String> PROBES = List.of(
            "x",
            "'a b'",
            "''",
            "5",
            "0",
            "70000",
            "1.5",
            "true",
            "'true'",
            "[]",
            "[x]",
            "[5]",
            "['']",
            "[x, [y]]",
            "[x, {}]",
            "{}",
            "{x: y}",
            "null",
            "'~'",
            "[~/a]",
            "['~']",
            "[./~/a]",
            "[~a]",
            "$HOME/a",
            "[$HOME/a]",
            "'${X}/a.prom'",
            "$5/a",
            "~a/b",
            "~/a.prom",
            "/a/b.prom",
            "10m",
            "2d",
            "366d",
            "\"a\\nb\"",
            "[\"a\\nb\"]",
            "none",
            "-x",
            "[-x]",
            "[./x]",
            "'a:b'",
            "'a::b'",
            "'a{b}'",
            "https://h/x",
            "ftp://h/x",
            "https://u@h/x",
            "agent",
            "per-pull",
            "{file: x}",
            "{credential: a/b}",
            "{env: X}",
            "{env: X-Y}",
            "{command: [x]}",
            "{command: []}",
            "{file: x, env: X}",
            "{prompt: true}",
            "{prompt: false}",
            "{certificate: {}}",
            "{certificate: {ca: x}}",
            "{certificate: {ca: x, lifetime: 1m, ca-passphrase: {env: X}, source-address: 192.0.2.1}}",
            "{certificate: {ca: x, source-address: [web1]}}",
            "[a@b]",
            "['@b']",
            "[{user: a, host: b, host-keys: [\"" + PIN + "\"]}]",
            "[{user: a, host: b, host-keys: [x], known-hosts: y}]",
            "[{user: a, host-keys: [x]}]",
            "direct",
            "bound");

    // what two settings mean together, how long a time may be, and what a program is: the parser knows better
    private static final Pattern PARSER_ALONE =
            Pattern.compile("borg: 'a b'|jump: \\[a@b]|return: direct|hooks\\..*: \\[([-.$]|~/).*");

    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    static Stream<Arguments> settings() {
        List<Arguments> all = new ArrayList<>();
        add(all, "", Settings.CLIENT, (name, value) -> inClient(name, value));
        add(
                all,
                "server.",
                Settings.SERVER,
                (name, value) -> client().replaceFirst("server: .*", Matcher.quoteReplacement(server(name, value))));
        add(
                all,
                "monitoring.",
                Settings.MONITORING,
                (name, value) -> client() + "monitoring: {" + name + ": " + value + "}\n");
        add(all, "log.", Settings.LOG, (name, value) -> client() + "log: {" + name + ": " + value + "}\n");
        return all.stream();
    }

    private static void add(
            List<Arguments> all, String before, Shape.Section section, BiFunction<String, String, String> text) {
        for (Setting setting : section.settings()) {
            String name = setting.name();
            if (setting.shape() instanceof Shape.Section within) {
                add(all, before + name + ".", within, (key, value) -> text.apply(name, "{" + key + ": " + value + "}"));
            }
            all.add(Arguments.of(before + name, setting, (TextOf) value -> text.apply(name, value)));
        }
    }

    /** A config in which a value stands behind the key in question. */
    private interface TextOf {
        String with(String value);
    }

    private static String inClient(String name, String value) {
        String text = client(name + ": " + value)
                + "groups: {'true': {}, x: {}, agent: {}, direct: {}, bound: {}, none: {}, per-pull: {}}\n";
        String pins = "    host-keys: [\"" + PIN + "\"]\n";
        return name.equals("known-hosts") ? text.replace(pins, "") : text;
    }

    private static String server(String name, String value) {
        String needed = Stream.of("user: a", "host: b")
                .filter(each -> !each.startsWith(name + ":"))
                .collect(Collectors.joining(", "));
        return ("server: {" + needed + ", " + name + ": " + value + "}")
                .replace("\\", "\\\\")
                .replace("{, ", "{");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void take_and_refuse_the_same(String name, Setting setting, TextOf text) throws Exception {
        for (String probe : PROBES) {
            String config = text.with(probe);
            directory.write("broker.yaml", config);
            boolean parser = isTaken();
            boolean schema = YamlConfig.errors(config).isEmpty();
            if (parser == schema) {
                continue;
            }
            boolean timeTooLong = schema && probe.matches("10m|2d|366d");
            boolean numberForText = parser && probe.matches("\\[?[0-9.]+]?");
            assertThat(timeTooLong
                            || numberForText
                            || schema
                                    && PARSER_ALONE.matcher(name + ": " + probe).matches())
                    .as("%s: %s is taken by the %s alone: %s", name, probe, parser ? "parser" : "schema", config)
                    .isTrue();
        }
    }

    private boolean isTaken() {
        try {
            directory.load();
            return true;
        } catch (InvalidConfig e) {
            return false;
        }
    }

    static Stream<Arguments> mappings() {
        return Stream.of(
                Arguments.of(Settings.CLIENT, NO_SUCH_KEY + ": 1"),
                Arguments.of(section("create"), "create: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(section("policy"), "policy: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(section("retry"), "retry: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(section("hooks"), "hooks: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(section("passphrase"), "passphrase: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(section("key"), "key: {" + NO_SUCH_KEY + ": 1}"),
                Arguments.of(
                        section(section("key").settings().get(0).shape()),
                        "key: {certificate: {ca: x, " + NO_SUCH_KEY + ": 1}}"),
                Arguments.of(section("jump"), "jump: [{user: a, host: b, host-keys: [x], " + NO_SUCH_KEY + ": 1}]"));
    }

    private static Shape.Section section(String name) {
        return Settings.CLIENT.settings().stream()
                .filter(setting -> setting.name().equals(name))
                .map(setting -> section(setting.shape()))
                .findFirst()
                .orElseThrow();
    }

    private static Shape.Section section(Shape shape) {
        if (shape instanceof Shape.Many many) {
            return section(many.each());
        }
        return shape instanceof Shape.Either either
                ? (Shape.Section) either.shapes().stream()
                        .filter(each -> each instanceof Shape.Section)
                        .findFirst()
                        .orElseThrow()
                : (Shape.Section) shape;
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mappings")
    void the_parser_asks_for_the_keys_of_the_schema(Shape.Section section, String line) throws Exception {
        assertThat(keysKnown(client(line))).containsExactlyInAnyOrder(names(section));
        assertThat(YamlConfig.errors(client(line))).isNotEmpty();
    }

    @Test
    void and_so_it_does_beside_the_clients() throws Exception {
        assertThat(keysKnown(client() + NO_SUCH_KEY + ": 1\n")).containsExactlyInAnyOrder(names(Settings.FILE_ITSELF));
        assertThat(keysKnown(client().replaceFirst("user", NO_SUCH_KEY + ": 1, user")))
                .containsExactlyInAnyOrder(names(Settings.SERVER));
        assertThat(keysKnown(client() + "monitoring: {" + NO_SUCH_KEY + ": 1}\n"))
                .containsExactlyInAnyOrder(names(Settings.MONITORING));
        assertThat(keysKnown(client() + "log: {" + NO_SUCH_KEY + ": 1}\n"))
                .containsExactlyInAnyOrder(names(Settings.LOG));
        for (String shared : List.of("defaults: ", "groups: {a: ")) {
            String end = shared.endsWith("a: ") ? "}}\n" : "}\n";
            assertThat(keysKnown(client() + shared + "{" + NO_SUCH_KEY + ": 1" + end))
                    .containsExactlyInAnyOrder(Stream.concat(Stream.of(names(Settings.OF_CLIENTS)), Stream.of("group"))
                            .toArray(String[]::new));
        }
    }

    private static String[] names(Shape.Section section) {
        return section.settings().stream().map(Setting::name).toArray(String[]::new);
    }

    /** Those that the hint about an unknown key names. */
    private List<String> keysKnown(String text) throws Exception {
        String problem = directory.problems(text).stream()
                .filter(each -> each.contains("unknown key " + NO_SUCH_KEY))
                .findFirst()
                .orElseThrow();
        return Arrays.asList(problem.replaceFirst(".*known here: ", "").split(", "));
    }

    @Test
    void what_is_left_out_is_what_the_description_says() throws Exception {
        Config without = directory.load(client("key: per-pull"));
        StringBuilder text = new StringBuilder(client("key: per-pull"));
        for (Setting setting : Settings.CLIENT.settings()) {
            if (setting.usual() != null && !setting.name().equals("key")) {
                text.append("    ").append(usual(setting)).append('\n');
            } else if (setting.shape() instanceof Shape.Section) {
                text.append("    ").append(usual(setting)).append('\n');
            }
        }

        Config with = directory.load(text.toString());

        assertThat(with.pull("web1")).isEqualTo(without.pull("web1"));
        assertThat(with.watch("web1")).isEqualTo(without.watch("web1"));
        assertThat(with.prune("web1")).isEqualTo(without.prune("web1")).isEqualTo(PruneRules.NONE);
    }

    private static String usual(Setting setting) {
        if (setting.shape() instanceof Shape.Section section) {
            return section.settings().stream()
                    .map(SchemaTest::usual)
                    .collect(Collectors.joining(", ", setting.name() + ": {", "}"));
        }
        Object value = setting.usual();
        return setting.name() + ": "
                + (value instanceof String && !"10m 12h 2m 30s".contains((String) value) ? "\"" + value + "\"" : value);
    }

    @Test
    void the_example_is_a_config() throws Exception {
        String example = Files.readString(EXAMPLE);

        assertThat(YamlConfig.errors(example)).isEmpty();
        directory.write("broker.yaml", example);
        assertThat(directory.load().clientNames()).isNotEmpty();
        assertThat(Config.check(directory.file, Map.of(), directory.home).problems())
                .as("but for files")
                .allMatch(problem -> problem.what().endsWith("does not exist"));
    }
}
