package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.cli.config.Hooks.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {
    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    @Test
    void a_client_comes_before_its_group_and_that_before_the_defaults() throws Exception {
        Config config = directory.load(
                client("group: laptops", "lock-wait: 1m", "create: {paths: [/srv]}", "hooks: {done: [client]}")
                        + "groups:\n"
                        + "  laptops: {lock-wait: 2m, deadline: 2h, soft: true, create: {paths: [/], exclude: [x]},\n"
                        + "    hooks: {done: [group], failed: [group]}, policy: {signatures: 2}}\n"
                        + "  other: {deadline: 9h}\n"
                        + "defaults:\n"
                        + "  {lock-wait: 3m, deadline: 3h, borg: /b, create: {options: [-x]}, retry: {attempts: 3},\n"
                        + "    hooks: {done: [d], failed: [d], asleep: [d]}, policy: {signatures: 3, lifetime: 3m}}\n");
        Pull pull = config.pull("web1");

        assertThat(pull.lockWait()).isEqualTo(Duration.ofMinutes(1));
        assertThat(pull.deadline()).isEqualTo(Duration.ofHours(2));
        assertThat(pull.soft()).isTrue();
        assertThat(pull.borg()).containsExactly("/b");
        assertThat(pull.retry().attempts()).isEqualTo(3);
        assertThat(pull.signing().signatures()).isEqualTo(2);
        assertThat(pull.signing().lifetime()).isEqualTo(Duration.ofMinutes(3));
        assertThat(pull.command())
                .isEqualTo(new BorgCommand.Create(Job.ARCHIVE, List.of("/srv"), List.of("x"), List.of("-x")));
        Hooks hooks = config.watch("web1").hooks();
        assertThat(hooks.of(Kind.DONE)).containsExactly("client");
        assertThat(hooks.of(Kind.FAILED)).containsExactly("group");
        assertThat(hooks.of(Kind.ASLEEP)).containsExactly("d");
        assertThat(hooks.of(Kind.WARNINGS)).isEmpty();
    }

    @Test
    void a_group_may_give_all_that_a_client_needs_in_another_file() throws Exception {
        String text = client().replace("clients:\n  web1:\n", "groups:\n  all:\n");
        directory.write("broker.yaml", text);
        directory.write("broker.d/a.yaml", "clients: {a: {group: all}, b: {group: all, host: b}}\n");

        Config config = directory.load();

        assertThat(config.clientNames("all")).containsExactly("a", "b");
        assertThat(config.pull("a").client().host()).isEqualTo("borg-client");
        assertThat(config.pull("b").client().host()).isEqualTo("b");
        assertThat(config.pull("b").client().identity())
                .as("a path starts at the file that it stands in")
                .isEqualTo(config.pull("a").client().identity());
    }

    @Test
    void mistakes_in_a_group_that_nobody_is_in() throws Exception {
        assertThat(directory.problems(client() + """
                groups:
                  laptops: {prot: 22, retry: {delay: x}, host-keys: [], group: other}
                  "a/b": {}
                  c: [soft]
                """))
                .containsExactly(
                        "broker.yaml:12:13: unknown key prot in laptops; did you mean port",
                        "broker.yaml:12:38: delay is not a duration: x; write a number and s, m, h or d, such as 10m",
                        "broker.yaml:12:53: host-keys is empty; name one key at least; nothing is accepted unseen",
                        "broker.yaml:12:57: only a client can be in a group; write group: NAME in each client of it",
                        "broker.yaml:13:3: not a name of a group: a/b; use letters, digits, dot, underscore and hyphen",
                        "broker.yaml:14:6: c must be a mapping; write keys and values under it, as in key: value");
    }

    @Test
    void a_group_that_is_not_there() throws Exception {
        String groups = "groups: {laptops: {}, desktops: {}}\ndefaults: {group: laptops}\n";
        assertThat(directory.problems(client("group: laptop") + groups))
                .containsExactly(
                        "broker.yaml:11:12: there is no group laptop; did you mean laptops",
                        "broker.yaml:13:12: only a client can be in a group; write group: NAME in each client of it");
        assertThat(directory.problems(client("group: x") + "groups: {laptops: {}, desktops: {}}\n"))
                .containsExactly("broker.yaml:11:12: there is no group x; known: laptops, desktops");
        assertThat(directory.problems(client("group: x")))
                .containsExactly("broker.yaml:11:12: there is no group x; add groups: {NAME: {...}}");
        assertThat(directory.problems(client("group: [x]") + "groups: {x: {}}\n"))
                .containsExactly("broker.yaml:11:12: group must be text, not a list; give one value, without brackets");
    }

    @Test
    void asked_for_by_name() throws Exception {
        Config config = directory.load(client("group: laptops") + "groups: {laptops: {}, desktops: {}}\n");

        assertThat(config.clientNames("laptops")).containsExactly("web1");
        assertThat(directory.problems(() -> config.clientNames("laptop")))
                .containsExactly("broker.yaml: there is no group laptop; did you mean laptops");
        assertThat(directory.problems(() -> config.clientNames("desktops")))
                .containsExactly(
                        "broker.yaml: no client is in the group desktops; write group: desktops in those that are");
    }

    @Test
    void defined_twice() throws Exception {
        directory.write("broker.yaml", client() + "groups: {a: {}}\n");
        directory.write("broker.d/x.yaml", "groups: {a: {}, b: {}}\n");

        assertThat(directory.problems(directory::load))
                .containsExactly("broker.d/x.yaml:1:10: a is defined twice; keep one; the first is broker.yaml:11:10");
    }
}
