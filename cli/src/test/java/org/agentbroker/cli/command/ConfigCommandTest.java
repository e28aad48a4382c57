package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    private static final String PIN =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    private static final String CONFIG = """
            server: {user: borgs, host: borg-server}
            defaults:
              identity: id
              hooks: {failed: [tell, --token, hunter2]}
            groups:
              laptops: {soft: true}
            clients:
              web1:
                host: web1
                user: borgc
                host-keys: ["PIN", keys/web1.pub]
                repository: ~/web 1
                passphrase: {command: [pass, show, hunter3]}
                ping: https://hc.example/hunter4
                create: {paths: [/etc, "/a\\nb", "it's: here"], exclude: ["*.cache", yes, "12"]}
              anna:
                group: laptops
                host: anna
                user: borgc
                known-hosts: known
                repository: ~/anna
                passphrase: none
                jump: ["a@b", {user: c, host: d, port: 23, host-keys: ["PIN"]}]
                key: {certificate: {ca: /ca, lifetime: 1m}}
            """.replace("PIN", PIN);

    @TempDir
    Path root;

    private Path config;

    @BeforeEach
    void config() throws IOException {
        config = write("broker.yaml", CONFIG);
    }

    private Path write(String name, String text) throws IOException {
        Path file = Files.writeString(root.resolve(name), text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private Result broker(String... words) {
        return broker(config, words);
    }

    private static Result broker(Path config, String... words) {
        List<String> all = new java.util.ArrayList<>(List.of(words));
        all.addAll(List.of("--config", config.toString()));
        return Commands.broker(all.toArray(String[]::new));
    }

    @Test
    void validateTellsEverythingAtOnceAndWhatIsLeft() throws IOException {
        write("id", "");
        Result result = broker("config", "validate");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().replace(root + "/", "").lines())
                .containsExactly(
                        "broker: broker.yaml:11:101: keys/web1.pub does not exist; check the path",
                        "broker: broker.yaml:20:18: known does not exist; check the path",
                        "broker: broker.yaml:24:10: /ca does not exist; check the path",
                        "broker: 0 of 2 clients would be fine");
    }

    @Test
    void validateIsContent() throws IOException {
        write("id", "");
        Files.createDirectory(root.resolve("keys"));
        write("keys/web1.pub", PIN + "\n");
        Path one = write("one.yaml", CONFIG.substring(0, CONFIG.indexOf("  anna:")));

        assertThat(broker(one, "config", "validate")).isEqualTo(new Result(0, "", "broker: 1 client is fine\n"));
        assertThat(broker(one, "config", "validate", "--quiet")).isEqualTo(new Result(0, "", ""));
        assertThat(broker(one, "config", "validate", "--log-json").err())
                .startsWith("{\"type\":\"log_message\"")
                .contains("1 client is fine");
    }

    @Test
    void showIsAConfigThatSaysWhereEachValueIsFrom() throws IOException {
        Result result = broker("config", "show");

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out()).doesNotContain("hunter");
        String shown = result.out()
                .replace(root.toString(), "/etc/broker")
                .replaceAll(" +# ([^\n]*:[0-9]+|default[^\n]*|not set)\n", "  # $1\n");
        assertThat(shown).isEqualTo(Commands.golden("config-show.txt", shown));
    }

    @Test
    void sourcesStandBelowEachOther() {
        List<Integer> columns = broker("config", "show", "anna")
                .out()
                .lines()
                .filter(line -> line.endsWith("# default"))
                .map(line -> line.indexOf("# default"))
                .distinct()
                .toList();
        assertThat(columns).hasSize(1);
    }

    @Test
    void whatIsShownSaysTheSame() throws IOException {
        String shown = broker("config", "show", "--secrets").out();
        Path again = write("again.yaml", shown);

        String twice = broker(again, "config", "show", "--secrets").out();

        assertThat(withoutSources(twice)).isEqualTo(withoutSources(shown));
        assertThat(shown).contains("hunter2", "hunter3", "hunter4");
    }

    private static String withoutSources(String yaml) {
        return yaml.replaceAll(" +# [^\n]*", "");
    }

    @Test
    void showOfOneClientAndAsJson() {
        assertThat(broker("config", "show", "anna").out()).contains("anna:").doesNotContain("web1");
        String json = broker("config", "show", "anna", "--json").out();
        assertThat(json)
                .contains("\"soft\" : {\n", "\"value\" : true,\n", "\"source\" : \"" + config + ":6\"")
                .contains("\"port\" : {", "\"value\" : 22,\n", "\"source\" : \"default\"");
        Result unknown = broker("config", "show", "ana");
        assertThat(unknown.code()).isEqualTo(78);
        assertThat(unknown.err()).contains("there is no client ana; did you mean anna");
    }

    @Test
    void schemaIsForEditors() {
        Result result = Commands.broker("config", "schema");
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("{\n  \"$schema\" : \"http://json-schema.org/draft-07/schema#\"");
    }

    @Test
    void exampleIsTheFileOfTheTree() throws IOException {
        assertThat(Commands.broker("config", "example"))
                .isEqualTo(new Result(0, Files.readString(Path.of("src/main/dist/share/broker.example.yaml")), ""));
    }

    @Test
    void aGroupIsRun() {
        assertThat(broker("run", "--group", "laptop", "--dry-run").err())
                .contains("there is no group laptop; did you mean laptops");
        assertThat(broker("run", "--group", "laptops", "--dry-run").err())
                .contains("known does not exist")
                .doesNotContain("web1");
    }
}
