package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.agentbroker.cli.config.Hooks.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
    @TempDir
    Path root;

    private ConfigDirectory directory;

    @BeforeEach
    void directory() throws Exception {
        directory = new ConfigDirectory(root);
    }

    @Test
    void nobody_watches_unless_asked() throws Exception {
        Config config = directory.load(client());

        assertThat(config.watch("web1")).isEqualTo(Watch.NONE);
        assertThat(config.watch("gone")).isEqualTo(Watch.NONE);
        assertThat(config.metrics()).isNull();
        assertThat(config.logFile()).isNull();
    }

    @Test
    void takes_every_key() throws Exception {
        Config config = directory.load(client(
                        "max-age: 2d",
                        "ping: https://hc.example:8000/base/a-b",
                        "hooks: {done: [tell, all done], warnings: [/bin/w], failed: [f], asleep: [a]}")
                + "monitoring: {metrics: ~/broker.prom}\nlog: {file: log/runs}\n");

        assertThat(config.watch("web1"))
                .isEqualTo(new Watch(
                        Duration.ofDays(2),
                        URI.create("https://hc.example:8000/base/a-b"),
                        new Hooks(Map.of(
                                Kind.DONE, List.of("tell", "all done"),
                                Kind.WARNINGS, List.of("/bin/w"),
                                Kind.FAILED, List.of("f"),
                                Kind.ASLEEP, List.of("a")))));
        assertThat(config.metrics()).isEqualTo(directory.home.resolve("broker.prom"));
        assertThat(config.logFile()).isEqualTo(root.resolve("log/runs"));
    }

    @Test
    void a_client_lifts_what_the_defaults_say() throws Exception {
        String defaults = "defaults: {max-age: 1d, ping: 'http://h/x', hooks: {done: [d], failed: [f]}}\n";

        Watch some = directory.load(client("hooks: {done: [mine]}") + defaults).watch("web1");
        assertThat(some.maxAge()).isEqualTo(Duration.ofDays(1));
        assertThat(some.ping()).isEqualTo(URI.create("http://h/x"));
        assertThat(some.hooks().of(Kind.DONE)).containsExactly("mine");
        assertThat(some.hooks().of(Kind.FAILED)).containsExactly("f");

        Watch none = directory
                .load(client("max-age: none", "ping: none", "hooks: {done: [], failed: []}") + defaults)
                .watch("web1");
        assertThat(none).isEqualTo(Watch.NONE);
    }

    @Test
    void what_is_wrong_with_the_files() throws Exception {
        assertThat(directory.problems(client() + "monitoring: {metrics: a.txt, x: y}\nlog: {file: ~you/x, path: z}\n"))
                .containsExactly(
                        "broker.yaml:11:23: metrics does not end in .prom; "
                                + "write it as in /var/lib/prometheus/node-exporter/broker.prom",
                        "broker.yaml:11:30: unknown key x in monitoring; known here: metrics",
                        "broker.yaml:12:13: the home of another user in a path: ~you/x; write the whole path, or ./~you/x",
                        "broker.yaml:12:21: unknown key path in log; known here: file");
    }

    @Test
    void they_stand_in_one_file() throws Exception {
        directory.write("broker.yaml", client() + "monitoring: {}\nlog: {}\n");
        directory.write("broker.d/a.yaml", "log: {}\nmonitoring: {}\n");

        assertThat(directory.problems(directory::load))
                .containsExactly(
                        "broker.d/a.yaml:1:1: log is defined twice; keep one; the first is broker.yaml:12:1",
                        "broker.d/a.yaml:2:1: monitoring is defined twice; keep one; the first is broker.yaml:11:1");
    }
}
