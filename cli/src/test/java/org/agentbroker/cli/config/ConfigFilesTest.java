package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.agentbroker.cli.config.ConfigDirectory.SERVER;
import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {
    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    private Config search(Map<String, String> environment) throws InvalidConfig {
        return Config.load(null, environment, directory.home, root.resolve("etc/broker.yaml"));
    }

    @Test
    void the_users_file_comes_before_the_systems() throws Exception {
        directory.write("etc/broker.yaml", client().replace("web1:", "system:"));
        assertThat(search(Map.of()).clientNames()).containsExactly("system");

        directory.write("home/.config/broker/broker.yaml", client().replace("web1:", "user:"));
        assertThat(search(Map.of()).clientNames()).containsExactly("user");
        assertThat(search(Map.of("XDG_CONFIG_HOME", "relative")).clientNames()).containsExactly("user");

        directory.write("xdg/broker/broker.yaml", client().replace("web1:", "xdg:"));
        Map<String, String> environment =
                Map.of("XDG_CONFIG_HOME", root.resolve("xdg").toString());
        assertThat(search(environment).clientNames()).containsExactly("xdg");
    }

    @Test
    void says_where_it_looked() {
        assertThat(directory.problems(() -> search(Map.of())))
                .containsExactly("home/.config/broker/broker.yaml: does not exist, nor does etc/broker.yaml; "
                        + "name a file with --config; share/broker.example.yaml shows one");
        assertThat(directory.problems(directory::load))
                .containsExactly("broker.yaml: does not exist; share/broker.example.yaml shows one");
    }

    @Test
    void drop_ins_add_clients_and_sections() throws Exception {
        String one = client("identity: id").substring(SERVER.length());
        directory.write("broker.yaml", SERVER);
        directory.write("broker.d/20.yaml", one.replace("web1:", "second:"));
        directory.write("broker.d/10.yaml", one.replace("web1:", "first:").replace("    identity: id\n", ""));
        directory.write("broker.d/30.yaml", "defaults: {identity: ~/shared}\n");
        directory.write("broker.d/.hidden.yaml", "nonsense");
        directory.write("broker.d/README", "nonsense");

        Config config = directory.load();

        assertThat(config.clientNames()).containsExactly("first", "second");
        SecretSource none = new SecretSource.None();
        assertThat(config.pull("first").client().identity())
                .isEqualTo(new Client.KeyFile(directory.home.resolve("shared"), none));
        assertThat(config.pull("second").client().identity())
                .as("a path starts at the file it stands in")
                .isEqualTo(new Client.KeyFile(root.resolve("broker.d/id"), none));
    }

    @Test
    void what_is_defined_twice_names_both_places() throws Exception {
        directory.write("broker.yaml", client() + "defaults: {}\n");
        directory.write("broker.d/a.yaml", "defaults: {}\n" + client());

        assertThat(directory.problems(directory::load))
                .containsExactly(
                        "broker.d/a.yaml:1:1: defaults is defined twice; keep one; the first is broker.yaml:11:1",
                        "broker.d/a.yaml:2:1: server is defined twice; keep one; the first is broker.yaml:1:1",
                        "broker.d/a.yaml:4:3: web1 is defined twice; keep one; the first is broker.yaml:3:3");
    }

    @Test
    void problems_of_all_files_come_together() throws Exception {
        directory.write("broker.yaml", client("port: 0"));
        directory.write("broker.d/a.yaml", "client: {}\n");
        directory.write("broker.d/b.yml", "");

        assertThat(directory.problems(directory::load))
                .containsExactly(
                        "broker.d/b.yml: is not read; let its name end in .yaml",
                        "broker.yaml:11:11: port is out of range: 0; write a number from 1 to 65535",
                        "broker.d/a.yaml:1:1: unknown key client in the file; did you mean clients");
    }

    @Test
    void others_may_not_read_or_write_it() throws Exception {
        directory.write("broker.yaml", client());
        Files.setPosixFilePermissions(directory.file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(directory.problems(directory::load))
                .containsExactly("broker.yaml: can be read by others; chmod 600 broker.yaml");

        Files.setPosixFilePermissions(directory.file, PosixFilePermissions.fromString("rw--w----"));
        assertThat(directory.problems(directory::load))
                .containsExactly("broker.yaml: can be written by others; chmod 600 broker.yaml");
    }

    @Test
    void a_directory_is_no_file() throws Exception {
        Files.createDirectory(directory.file);
        assertThat(directory.problems(directory::load))
                .containsExactly("broker.yaml: is not a file; name a regular file");
    }

    @Test
    void a_huge_file_is_refused() throws Exception {
        assertThat(directory.problems(client() + "#".repeat(1 << 20)))
                .containsExactly("broker.yaml: is larger than 1 MiB; is it the right file?");
    }

    @Test
    void host_key_files_may_be_read_but_not_written_by_others() throws Exception {
        Config config = directory.load(client("host-keys: [web1.pub]"));
        Path pub = directory.write("web1.pub", PIN + "\n");
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(config.pull("web1").client().pins()).hasSize(1);

        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(directory.problems(() -> config.pull("web1")))
                .containsExactly("broker.yaml:6:17: web1.pub can be written by others; chmod go-w web1.pub");
    }
}
