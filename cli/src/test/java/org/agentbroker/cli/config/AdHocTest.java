package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.OTHER_PIN;
import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdHocTest {
    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    private Pull pull(AdHoc adHoc) throws InvalidConfig {
        return adHoc.toPull(Map.of("SSH_AUTH_SOCK", "/run/agent"), directory.home, root);
    }

    @Test
    void a_line_replaces_a_file() throws Exception {
        directory.write("server.pub", OTHER_PIN + "\n");
        AdHoc adHoc = new AdHoc(
                "borgc@borg-client:2022",
                "~/repo",
                List.of("/etc"),
                "~/key",
                "agent",
                List.of(PIN),
                "borgs@[fe80::1]:2222",
                List.of("server.pub"),
                "file:pass",
                "direct");

        SecretSource none = new SecretSource.None();
        assertThat(pull(adHoc))
                .isEqualTo(new Pull(
                        "borgc@borg-client:2022",
                        new Client(
                                "borg-client",
                                2022,
                                "borgc",
                                List.of(HostPin.parse(PIN)),
                                new Client.OutsideAgent(Path.of("/run/agent"))),
                        new Server("borgs", "fe80::1", 2222, List.of(HostPin.parse(OTHER_PIN))),
                        Method.AGENT,
                        Return.DIRECT,
                        new ClientKey.KeyFile(directory.home.resolve("key"), none),
                        "~/repo",
                        true,
                        new SecretSource.FromFile(root.resolve("pass")),
                        List.of("borg"),
                        new BorgCommand.Create(Job.ARCHIVE, List.of("/etc"), List.of(), List.of()),
                        Pull.Signing.DEFAULT,
                        Job.Limits.DEFAULT.lockWait(),
                        Job.Limits.DEFAULT.deadline(),
                        Job.Limits.DEFAULT.retry(),
                        false));
    }

    @Test
    void says_what_is_missing() {
        AdHoc adHoc = new AdHoc("web1", null, List.of(), null, null, List.of(), null, List.of(), null, "direct");

        assertThat(directory.problems(() -> pull(adHoc)))
                .containsExactly(
                        "web1: no user in web1; write user@host or user@host:port",
                        "--host-key: is missing; add --host-key FILE; nothing is accepted unseen",
                        "--identity: is missing; add --identity FILE, or --identity agent",
                        "--server: is missing; add --server USER@HOST",
                        "--key: is missing; add --key FILE, or per-pull",
                        "--repository: is missing; add --repository PATH",
                        "--passphrase-from: is missing; add --passphrase-from SOURCE",
                        "--server-host-key: is missing; add --server-host-key FILE; nothing is accepted unseen");
    }

    @Test
    void needs_no_key_and_no_server_where_broker_serves() throws Exception {
        AdHoc adHoc = new AdHoc(
                "borgc@borg-client",
                "~/repo",
                List.of("/etc"),
                null,
                "agent",
                List.of(PIN),
                "borgs@borg-server",
                List.of(),
                "none",
                null);

        assertThat(pull(adHoc).way()).isEqualTo(Return.EMBEDDED);
        assertThat(pull(adHoc).key()).isEqualTo(new ClientKey.PerPull());
        assertThat(pull(adHoc).server().pins()).isEmpty();
    }

    @Test
    void says_what_is_wrong() {
        AdHoc adHoc = new AdHoc(
                "a@b:0",
                "x::y",
                List.of(),
                "per-pull",
                "",
                List.of("no.pub", "ssh-ed25519 AAAA*"),
                "borgs@-x",
                List.of("no.pub"),
                "hunter2",
                "tunel");

        assertThat(directory.problems(() -> pull(adHoc)))
                .containsExactly(
                        "a@b:0: port is out of range: 0; write a number from 1 to 65535",
                        "--host-key: a host key whose base64 text is damaged; "
                                + "take a line of the host's /etc/ssh/ssh_host_*_key.pub",
                        "--host-key: no.pub does not exist; check the path",
                        "--identity: is empty; write --identity FILE, or --identity agent",
                        "--server: not a host name or address: -x; write it without user, port and brackets",
                        "--return: no such return: tunel; did you mean tunnel",
                        "--repository: not a repository path: x::y; name the path at the server alone, such as ~/repo",
                        "--passphrase-from: not a source of a passphrase; write " + Passphrases.OPTION_FORM,
                        "--server-host-key: no.pub does not exist; check the path");
    }

    @ParameterizedTest
    @CsvSource({
        "a@b, a, b, 22",
        "a@b:2022, a, b, 2022",
        "a@192.0.2.1:22, a, 192.0.2.1, 22",
        "a@[fe80::1]:2022, a, fe80::1, 2022",
        "a@[fe80::1], a, fe80::1, 22",
        "a@fe80::1, a, fe80::1, 22"
    })
    void addresses(String text, String user, String host, int port) throws Exception {
        assertThat(Address.of(text)).isEqualTo(new Address(user, host, port));
    }

    @ParameterizedTest
    @CsvSource({
        "a, no user in a",
        "@b, no user in @b",
        "a@, 'not a host name or address: '",
        "a@b:, 'port is out of range: '",
        "a@b:x, port is out of range: x",
        "a@b:1:2, not a host name or address: b:1:2x",
        "a@[b, not a host name or address: [b",
        "a@[fe80::1]x, not a host name or address: [fe80::1]x",
        "a@b@c, not a user name: a@b"
    })
    void unusable_addresses(String text, String what) {
        assertThatThrownBy(() -> Address.of(text.replace(":1:2", ":1:2x"))).hasMessage(what);
    }
}
