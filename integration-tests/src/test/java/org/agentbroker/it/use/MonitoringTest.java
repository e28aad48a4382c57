package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.HeldBorg;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is left of a pull when it has ended: history, status, metrics, pings, hooks, logs. */
@ExtendWith(LabExtension.class)
class MonitoringTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Lab lab;
    private final List<String> pings = new CopyOnWriteArrayList<>();
    private HttpServer checks;
    private Path state;
    private Path directory;

    MonitoringTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() throws IOException {
        state = lab.newDirectory();
        directory = lab.newDirectory();
        checks = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        checks.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            pings.add(exchange.getRequestURI().getPath() + (body.isEmpty() ? "" : " " + body));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        checks.start();
    }

    @AfterEach
    void close() {
        checks.stop(0);
    }

    @Test
    void everybodyHearsOfAPullAndOfAFailure() throws IOException {
        Path config = watched(Use.ready(lab));
        Result never = broker(config, "status", "--max-age", "1d").run();
        assertThat(never.exitCode()).as(never.toString()).isEqualTo(1);
        assertThat(never.stderr())
                .isEqualTo("broker: no backup is on record in " + state + "/history\n"
                        + "broker: warning: web1: no good pull yet\n");

        Result run = broker(config, "run", "web1", "--archive", "watched").run().expectSuccess();

        assertThat(run.stderr()).contains("broker: web1: hook: done web1 0 watched {\"client\":\"web1\"");
        assertThat(pings).containsExactly("/uuid/start", "/uuid");
        assertThat(directory.resolve("broker.prom"))
                .content()
                .containsPattern("broker_last_success_timestamp_seconds\\{client=\"web1\"} [1-9]")
                .contains("broker_last_run_exit_code{client=\"web1\"} 0\n", "broker_running{client=\"web1\"} 0\n");
        assertThat(directory.resolve("log"))
                .content()
                .containsPattern("(?m)^2\\S+ DEBUG broker: web1: agent: sign granted: ")
                .containsPattern("(?m)^2\\S+ INFO broker: web1: done: archive watched, ");

        Use.borg(Use.ready(lab), "delete", "::watched").expectSuccess(); // of another state directory
        Result failed = broker(watched(lab.config().client("repository", lab.newRepository())), "run", "web1")
                .run();
        assertThat(failed.exitCode()).isEqualTo(2);
        assertThat(failed.stderr()).contains("broker: web1: hook: failed web1 2  {\"client\":\"web1\"");
        assertThat(pings.get(3)).startsWith("/uuid/fail ").endsWith("broker: hint: make it: broker init web1\n");

        Result status = broker(config, "status").run().expectSuccess();
        assertThat(status.stdoutText().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .matches("web1 +2\\S+ \\S+ +[0-9]+ s  borg failed +[0-9.]+ s +[0-9.]+ k?B +[0-9.]+ k?B +0  watched");
        List<Map<String, Object>> history = LogJson.lines(broker(config, "history", "web1", "--json")
                .run()
                .expectSuccess()
                .stdoutText());
        assertThat(history).extracting("outcome").containsExactly("borg failed", "done");
        assertThat(history.get(1)).containsEntry("archive", "watched").containsEntry("exit_code", 0L);
    }

    @Test
    void aPullThatWasKilledIsToldFromOneThatRuns() throws IOException {
        try (HeldBorg held = new HeldBorg(lab)) {
            Path config = watched(held.in(Use.ready(lab)));
            try (Running running = broker(config, "run", "web1").start()) {
                held.awaitArrival(running);
                assertThat(state("web1", config))
                        .containsEntry("running", true)
                        .containsEntry("last_outcome", "running");
                assertThat(directory.resolve("broker.prom")).content().contains("broker_running{client=\"web1\"} 1\n");
                running.sendSignal("KILL");
                running.waitFor(LIMIT);
            }
            assertThat(state("web1", config)).containsEntry("running", false).containsEntry("last_outcome", "killed");
        }
    }

    @Test
    void aPullThatWasToldToEndIsAFailureForAll() throws IOException {
        try (HeldBorg held = new HeldBorg(lab)) {
            Path config = watched(held.in(Use.ready(lab)));
            try (Running running = broker(config, "run", "web1").start()) {
                held.awaitArrival(running);
                running.sendSignal("TERM");
                Result result = running.waitFor(LIMIT);
                assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
                assertThat(result.stderr()).contains("hook: failed web1 130  {");
            }
            assertThat(pings).hasSize(2).last().asString().startsWith("/uuid/fail ");
            assertThat(state("web1", config)).containsEntry("last_outcome", "cancelled");
        }
    }

    @Test
    void fullOrReadOnlyDisksAreSaidAndThePullGoesOn() throws IOException {
        Prerequisites.needNamespaces("mount");
        String repository = lab.newRepository();
        Use.broker(lab.config().client("repository", repository), "init", "web1")
                .expectSuccess();
        String config = lab.config().client("repository", repository).write().toString();
        String mounts = "mkdir -m 700 $1/history && mount -t tmpfs -o $2,mode=700 none $1/history"
                + " && mount -t tmpfs -o size=4k none $3 && head -c 4000 /dev/zero >$3/log; shift 3; exec \"$@\"";
        for (String option : List.of("size=4k,nr_inodes=1", "ro")) {
            state = lab.newDirectory();
            Result result = Command.of(
                            "unshare",
                            "--mount",
                            "sh",
                            "-c",
                            mounts,
                            "sh",
                            state.toString(),
                            option,
                            directory.toString(),
                            BrokerProcess.binary().toString(),
                            "--config",
                            config,
                            "--log-file",
                            directory + "/log",
                            "run",
                            "web1",
                            "--archive",
                            "full-" + option.length())
                    .env("STATE_DIRECTORY", state)
                    .env("HOME", BrokerProcess.home())
                    .run()
                    .expectSuccess();
            String reason = option.equals("ro") ? "Read-only file system" : "No space left on device";
            assertThat(result.stderr())
                    .contains("broker: warning: the history of web1 cannot be written to " + state + "/history: "
                            + reason + "; hint: the pull goes on, but broker status will not know of it")
                    .containsOnlyOnce("the log " + directory + "/log cannot be written: No space left on device")
                    .contains("broker: web1: done: archive full-");
        }
    }

    @Test
    void theReaderOfAHistoryMayGoAway() throws IOException {
        Path config = lab.config().write();
        broker(config, "run", "web1", "--", "--version").run();
        String broker = BrokerProcess.binary() + " --config " + config + " history web1";
        Result pipe = bash(broker + " | true; exit ${PIPESTATUS[0]}");
        assertThat(pipe.exitCode()).isEqualTo(141);
        assertThat(pipe.stderr()).isEmpty();
        Result full = bash(broker + " >/dev/full");
        assertThat(full.exitCode()).isEqualTo(141);
        assertThat(full.stderr()).startsWith("broker: standard output cannot be written: No space left on device\n");
    }

    @Test
    void theJournalHearsPriorities() {
        String config =
                lab.config().client("repository", lab.newRepository()).write().toString();
        Result result = bash("JOURNAL_STREAM=$(stat -L -c %d:%i /proc/self/fd/2); export JOURNAL_STREAM; exec "
                + BrokerProcess.binary() + " --config " + config + " --color always -v run web1 -- list");
        assertThat(result.stderr().lines())
                .allMatch(line -> line.matches("<[3467]>.*"))
                .noneMatch(line -> line.contains("\u001b"));
        assertThat(result.stderr())
                .contains(
                        "<7>broker: web1: connect\n", "\n<3>broker: ", "\n<3>broker: hint: make it: broker init web1");
    }

    private Result bash(String command) {
        return Command.of("bash", "-c", command)
                .env("STATE_DIRECTORY", state)
                .env("HOME", BrokerProcess.home())
                .run();
    }

    private Map<String, Object> state(String client, Path config) {
        String text = broker(config, "status", client, "--json").run().stdoutText();
        return LogJson.object(text);
    }

    private Command broker(Path config, String... words) {
        String[] all = new String[words.length + 2];
        all[0] = "--config";
        all[1] = config.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return BrokerProcess.command(all).env("STATE_DIRECTORY", state);
    }

    /** With everything that can be told of a pull. */
    private Path watched(ConfigText config) throws IOException {
        String say = "[sh, -c, 'echo $BROKER_OUTCOME $BROKER_CLIENT $BROKER_EXIT_CODE \"$BROKER_ARCHIVE\" \"$(cat)\"']";
        config.client("ping", "http://127.0.0.1:" + checks.getAddress().getPort() + "/uuid")
                .client("hooks", "{done: " + say + ", failed: " + say + "}");
        String more = "monitoring: {metrics: " + directory + "/broker.prom}\nlog: {file: " + directory + "/log}\n";
        return Files.writeString(config.write(), more, StandardOpenOption.APPEND);
    }
}
