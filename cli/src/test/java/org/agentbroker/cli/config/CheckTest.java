package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.agentbroker.cli.config.ConfigDirectory.SERVER;
import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config validate} finds beyond the text of the config. */
class CheckTest {
    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    private Checked check() {
        return Config.check(directory.file, Map.of(), directory.home);
    }

    private List<String> problems() {
        return check().problems().stream()
                .map(problem -> problem.toString().replace(root + "/", ""))
                .toList();
    }

    @Test
    void nothing_is_wrong() throws Exception {
        directory.write("broker.yaml", client());
        directory.write("id", "");
        directory.write("key", "");

        assertThat(check()).isEqualTo(new Checked(1, 1, List.of()));
    }

    @Test
    void files_that_are_not_there_or_open_to_others() throws Exception {
        directory.write(
                "broker.yaml",
                client(
                        "passphrase: {file: pass}",
                        "identity-passphrase: {file: home}",
                        "key-passphrase: {command: [/no/such/program, word]}",
                        "hooks: {failed: [" + root + "/plain]}",
                        "host-keys: [web1.pub]"));
        Path identity = directory.write("id", "");
        Files.setPosixFilePermissions(identity, PosixFilePermissions.fromString("rw-r-----"));
        directory.write("plain", "");
        Path pass = directory.write("pass", "");
        Files.setPosixFilePermissions(pass, PosixFilePermissions.fromString("rw--w----"));

        assertThat(problems())
                .containsExactly(
                        "broker.yaml:6:17: web1.pub does not exist; check the path",
                        "broker.yaml:7:15: id can be read by others; chmod 600 id",
                        "broker.yaml:8:10: key does not exist; check the path",
                        "broker.yaml:10:17: pass can be written by others; chmod 600 pass",
                        "broker.yaml:11:26: home is not a file; name a regular file",
                        "broker.yaml:12:21: /no/such/program does not exist; ls -l /no/such/program",
                        "broker.yaml:13:12: plain cannot be executed; ls -l plain");
    }

    @Test
    void a_file_of_the_defaults_is_told_once() throws Exception {
        String one = client("identity: none").substring(SERVER.length()).replace("    identity: none\n", "");
        directory.write(
                "broker.yaml",
                SERVER
                        + "defaults: {identity: id}\n"
                        + one.replace("key: key", "key: per-pull")
                        + one.replace("clients:\n", "").replace("web1", "web2").replace("key: key", "key: per-pull"));

        assertThat(problems()).containsExactly("broker.yaml:2:22: id does not exist; check the path");
        assertThat(check().fine()).isZero();
        assertThat(check().clients()).isEqualTo(2);
    }

    @Test
    void a_jump_is_looked_at_when_it_has_an_identity_of_its_own() throws Exception {
        String jump = "{user: a, host: b, host-keys: [\"" + PIN + "\"]";
        directory.write("broker.yaml", client("jump: [" + jump + "}, " + jump + ", identity: other}]"));
        directory.write("key", "");

        assertThat(problems())
                .containsExactly(
                        "broker.yaml:7:15: id does not exist; check the path",
                        "broker.yaml:11:11: other does not exist; check the path");
    }

    @Test
    void what_cannot_be_planned() throws Exception {
        directory.write("broker.yaml", client("policy: {level: bound}"));
        directory.write("id", "");
        directory.write("key", "");

        assertThat(problems())
                .containsExactly("broker.yaml:3:3: return: embedded takes host-bound logins only; "
                        + "leave policy.level of web1 out, or use return: tunnel");
    }

    @Test
    void one_broken_client_does_not_hide_the_files_of_another() throws Exception {
        String two =
                client().substring(SERVER.length()).replace("clients:\n", "").replace("web1", "web2");
        directory.write("broker.yaml", client("port: x") + two);
        directory.write("id", "");

        assertThat(problems())
                .containsExactly(
                        "broker.yaml:11:11: port must be a number; write digits alone, without quotes",
                        "broker.yaml:17:10: key does not exist; check the path");
        assertThat(check().fine()).isZero();
    }

    @Test
    void a_broken_server_is_no_reason_for_other_complaints() throws Exception {
        directory.write(
                "broker.yaml", client("return: direct").replace("host-keys: [\"" + PIN + "\"]}\n", "host-keys: []}\n"));
        directory.write("id", "");
        directory.write("key", "");

        assertThat(problems())
                .containsExactly(
                        "broker.yaml:1:53: host-keys is empty; name one key at least; " + "nothing is accepted unseen");
    }

    @Test
    void no_file_at_all() {
        assertThat(problems()).containsExactly("broker.yaml: does not exist; share/broker.example.yaml shows one");
        assertThat(check().clients()).isZero();
    }
}
