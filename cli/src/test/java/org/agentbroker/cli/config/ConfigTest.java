package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.OTHER_PIN;
import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.agentbroker.cli.config.ConfigDirectory.SERVER;
import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigTest {
    private static final SecretSource NONE = new SecretSource.None();

    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    @Test
    void fills_in_what_is_left_out() throws Exception {
        assertThat(directory.load(client()).pull("web1"))
                .isEqualTo(new Pull(
                        "web1",
                        new Client(
                                "borg-client",
                                22,
                                "borgc",
                                List.of(HostPin.parse(PIN)),
                                new Client.KeyFile(root.resolve("id"), NONE)),
                        new Server("borgs", "borg-server", 22, List.of(HostPin.parse(PIN))),
                        Method.AGENT,
                        Return.EMBEDDED,
                        new ClientKey.KeyFile(root.resolve("key"), NONE),
                        "~/repo",
                        true,
                        NONE,
                        List.of("borg"),
                        new BorgCommand.Create("{hostname}-{now:%Y-%m-%dT%H:%M:%S}", List.of(), List.of(), List.of()),
                        new Pull.Signing(PolicyLevel.HOSTBOUND, 1, Duration.ofMinutes(2)),
                        Duration.ofMinutes(10),
                        Duration.ofHours(12),
                        new Pull.Retry(1, Duration.ofSeconds(30)),
                        false));
    }

    @Test
    void takes_every_key() throws Exception {
        Path pub = directory.write("home/server.pub", "# two keys\n" + PIN + " a comment\n\n" + OTHER_PIN + "\n");
        String text = """
                server:
                  user: borgs
                  host: borg-server
                  port: 2222
                  host-keys: [~/server.pub]
                  sshd: 127.0.0.2:2200
                  authorized-keys: keys/borgs
                  borg: /opt/borg/borg
                defaults:
                  identity: ~/.ssh/id_ed25519
                  identity-passphrase: {prompt: true}
                  return: tunnel
                  append-only: false
                  policy: {level: hostbound, signatures: 2, lifetime: 90s}
                  lock-wait: 5m
                  deadline: 1d
                  retry: {attempts: 3, delay: 10s}
                  soft: true
                clients:
                  web1:
                    host: borg-client
                    user: borgc
                    port: 2022
                    host-keys: ["PIN"]
                    jump:
                      - {user: admin, host: gate, host-keys: ["OTHER"]}
                      - {user: root, host: "fe80::1", port: 2022, host-keys: ["PIN"], identity: jump}
                    key: keys/web1
                    key-passphrase: {env: KEY_PASS}
                    repository: ~/repo
                    passphrase: {file: /etc/broker/web1.pass}
                    borg: [sudo, borg]
                    create:
                      archive: "web1-{now}"
                      paths: [/etc, /home]
                      exclude: ["*.cache"]
                      options: [--compression, "zstd,3", --checkpoint-interval, 300]
                """.replace("PIN", PIN).replace("OTHER", OTHER_PIN);

        Client.Identity identity =
                new Client.KeyFile(directory.home.resolve(".ssh/id_ed25519"), new SecretSource.FromPrompt());
        Pull pull = directory.load(text).pull("web1");

        assertThat(pub).exists();
        assertThat(pull)
                .isEqualTo(new Pull(
                        "web1",
                        new Client(
                                "borg-client",
                                2022,
                                "borgc",
                                List.of(HostPin.parse(PIN)),
                                identity,
                                List.of(
                                        new Client("gate", 22, "admin", List.of(HostPin.parse(OTHER_PIN)), identity),
                                        new Client(
                                                "fe80::1",
                                                2022,
                                                "root",
                                                List.of(HostPin.parse(PIN)),
                                                new Client.KeyFile(root.resolve("jump"), NONE)))),
                        new Server(
                                "borgs",
                                "borg-server",
                                2222,
                                List.of(HostPin.parse(PIN), HostPin.parse(OTHER_PIN)),
                                new Server.Local("127.0.0.2", 2200, root.resolve("keys/borgs"), "/opt/borg/borg")),
                        Method.AGENT,
                        Return.TUNNEL,
                        new ClientKey.KeyFile(root.resolve("keys/web1"), new SecretSource.FromEnvironment("KEY_PASS")),
                        "~/repo",
                        false,
                        new SecretSource.FromFile(Path.of("/etc/broker/web1.pass")),
                        List.of("sudo", "borg"),
                        new BorgCommand.Create(
                                "web1-{now}",
                                List.of("/etc", "/home"),
                                List.of("*.cache"),
                                List.of("--compression", "zstd,3", "--checkpoint-interval", "300")),
                        new Pull.Signing(PolicyLevel.HOSTBOUND, 2, Duration.ofSeconds(90)),
                        Duration.ofMinutes(5),
                        Duration.ofDays(1),
                        new Pull.Retry(3, Duration.ofSeconds(10)),
                        true));
    }

    @Test
    void a_clients_settings_win_and_some_mappings_merge_key_by_key() throws Exception {
        String text =
                client("policy: {signatures: 3}", "create: {paths: [/srv]}", "retry: {attempts: 5}", "lock-wait: 1m")
                        + "defaults:\n"
                        + "  lock-wait: 9m\n"
                        + "  deadline: 9h\n"
                        + "  borg: /opt/borg\n"
                        + "  passphrase: {env: NOT_THIS}\n"
                        + "  known-hosts: not-this\n"
                        + "  policy: {signatures: 9, lifetime: 9s}\n"
                        + "  create: {paths: [/], exclude: [x]}\n"
                        + "  retry: {delay: 9m}\n";

        Pull pull = directory.load(text).pull("web1");

        assertThat(pull.lockWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(pull.deadline()).isEqualTo(Duration.ofHours(9));
        assertThat(pull.borg()).containsExactly("/opt/borg");
        assertThat(pull.passphrase()).isEqualTo(NONE);
        assertThat(pull.client().pins()).containsExactly(HostPin.parse(PIN));
        assertThat(pull.signing()).isEqualTo(new Pull.Signing(PolicyLevel.HOSTBOUND, 3, Duration.ofSeconds(9)));
        assertThat(pull.retry()).isEqualTo(new Pull.Retry(5, Duration.ofMinutes(9)));
        assertThat(pull.command())
                .isEqualTo(new BorgCommand.Create(Job.ARCHIVE, List.of("/srv"), List.of("x"), List.of()));
    }

    @ParameterizedTest
    @EnumSource
    void a_level_is_named_in_small_letters(PolicyLevel level) throws Exception {
        String text = client("policy: {level: " + level.name().toLowerCase(Locale.ROOT) + "}");

        assertThat(directory.load(text).pull("web1").signing().level()).isEqualTo(level);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sshfs", "tar"})
    void who_does_not_log_in_at_the_server_needs_no_key(String method) throws Exception {
        String text = client("return: direct", "method: " + method).replaceFirst("(?m)^ *key: .*\n", "");

        assertThat(directory.load(text).pull("web1").key()).isEqualTo(new ClientKey.PerPull());

        directory.write("broker.yaml", text.replace("method: " + method, "method: agent"));
        assertThat(directory.problems(() -> directory.load().pull("web1")))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("web1 has no key; add key: ");
    }

    @Test
    void an_outside_agent_is_looked_for_when_its_client_is_used() throws Exception {
        directory.write("broker.yaml", client("identity: agent"));

        assertThat(directory.problems(() -> directory.load().pull("web1")))
                .containsExactly("broker.yaml:7:15: identity: agent, but $SSH_AUTH_SOCK is not set; "
                        + "start an agent, or name a key file");
        Config config = Config.load(directory.file, Map.of("SSH_AUTH_SOCK", "/run/agent"), directory.home);
        assertThat(config.pull("web1").client().identity()).isEqualTo(new Client.OutsideAgent(Path.of("/run/agent")));
    }

    @Test
    void host_key_files_are_read_when_their_client_is_used() throws Exception {
        Config config = directory.load(client("host-keys: [web1.pub, ~/other.pub]"));
        directory.write("web1.pub", "nonsense\n");

        assertThat(directory.problems(() -> config.pull("web1")))
                .containsExactly(
                        "broker.yaml:6:17: web1.pub:1: a host key needs its type and its base64 text; "
                                + "take a line of the host's /etc/ssh/ssh_host_*_key.pub",
                        "broker.yaml:6:27: home/other.pub does not exist; check the path");
    }

    @Test
    void a_literal_host_key_is_looked_at_at_once() throws Exception {
        assertThat(directory.problems(client("host-keys: [ssh-ed25519 AAAA*broken]")))
                .containsExactly("broker.yaml:6:17: a host key whose base64 text is damaged; "
                        + "take a line of the host's /etc/ssh/ssh_host_*_key.pub");
    }

    @Test
    void names_an_unknown_client() throws Exception {
        Config config = directory.load(client());

        assertThat(config.clientNames()).containsExactly("web1");
        assertThat(directory.problems(() -> config.pull("wbe1")))
                .containsExactly("broker.yaml: there is no client wbe1; did you mean web1; configured: web1");
        assertThat(directory.problems(() -> config.pull("mail")))
                .containsExactly("broker.yaml: there is no client mail; configured: web1");
    }

    @Test
    void known_hosts_go_by_the_clients_port() throws Exception {
        directory.write("known", "borg-client " + OTHER_PIN + "\n[borg-client]:2022 " + PIN + "\n");
        String text =
                client("port: 2022").replace("host-keys: [\"" + PIN + "\"]\n    id", "known-hosts: known\n    id");

        assertThat(directory.load(text).pull("web1").client().pins()).containsExactly(HostPin.parse(PIN));
    }

    @Test
    void without_a_setting_pins_stand_in_known_hosts_beside_the_file_of_the_client() throws Exception {
        String text =
                client("jump: [a@gate, {user: b, host: inner}]").replace("host-keys: [\"" + PIN + "\"]\n    id", "id");
        directory.write("broker.yaml", SERVER);
        String client = text.substring(text.indexOf("clients:"));
        directory.write("broker.d/web1.yaml", client);

        assertThat(directory.problems(() -> directory.load().pull("web1")))
                .contains("broker.d/web1.yaml:2:3: no host key of borg-client is pinned; broker hostkey pin web1")
                .contains("broker.d/web1.yaml:2:3: no host key of inner is pinned; broker hostkey pin web1");
        assertThat(directory.load().draft("web1").pull().client().pins()).isEmpty();

        directory.write("known_hosts", "borg-client " + OTHER_PIN + "\n");
        directory.write("broker.d/known_hosts", "borg-client " + PIN + "\ngate,inner " + OTHER_PIN + "\n");

        assertThat(directory.load().pull("web1").client().pins()).containsExactly(HostPin.parse(PIN));
        Draft draft = directory.load().draft("web1");
        assertThat(draft.hosts())
                .extracting(each -> each.host().knownName())
                .containsExactly("gate", "inner", "borg-client");
        assertThat(draft.hosts())
                .allMatch(Draft.Pinned::isPinned)
                .allMatch(each -> directory.root.resolve("broker.d/known_hosts").equals(each.file()));
        assertThat(draft.hosts().get(1).host().reach().jumps())
                .extracting(Client::host)
                .containsExactly("gate");
    }

    @Test
    void an_alias_stands_for_what_it_names() throws Exception {
        String text =
                SERVER.replace("[\"", "&pins [\"") + client("host-keys: *pins").substring(SERVER.length());

        assertThat(directory.load(text).pull("web1").client().pins()).containsExactly(HostPin.parse(PIN));
    }
}
