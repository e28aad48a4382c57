package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** {@code borg serve} that broker runs itself: not there, killed, slow; and a tunnel that leads nowhere. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class ServeTest {
    private static final Pattern SERVE = Pattern.compile("borg serve ");
    // ReturnSsh: ServerAliveInterval=5, ServerAliveCountMax=3
    private static final Duration LONGER_THAN_SSH_WAITS = Duration.ofSeconds(16);

    @ParameterizedTest
    @CsvSource({"EMBEDDED, no-such-borg", "SOCKET, /etc/hostname"})
    void borgThatCannotBeRunAtTheServerIsNamed(Way way, String borg, Lab lab) {
        Result result = Cli.run(way.in(lab.config()).server("borg", borg), "run", "web1");

        Cli.assertFailed(
                result,
                2,
                borg + " cannot be run at the server as " + lab.serverUser(),
                "install borgbackup on this machine, or name it: server.borg");
        assertThat(result.stderr()).doesNotContain("Exception", "Traceback");
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"EMBEDDED"})
    void borgServeThatIsKilledIsNamed(Way way, Lab lab) {
        try (SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(data.in(way.in(SharedRepository.config(lab))), "run", "web1")) {
            data.awaitUnderway();
            for (Processes.Entry serve : Processes.ofUser(lab.serverUser(), SERVE)) {
                Command.of("kill", "-s", "KILL", Integer.toString(serve.pid())).run();
            }

            Result result = running.waitFor(Limits.END);

            Cli.assertFailed(
                    result, 2, "borg serve was killed at the server by signal 9", "the server's memory and logs");
        }
        // its lock is no hindrance, and neither is the cache of the client; borg looks a second time after a tenth of
        // the time that it may wait (locking.py, TimeoutTimer)
        ConfigText config = way.in(SharedRepository.config(lab)).client("lock-wait", "10s");
        Cli.run(config, "run", "web1", "--", "list", "--short").expectSuccess();
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, true", "SOCKET, false"})
    void borgServeThatIsSlowToStartIsWaitedFor(Way way, boolean veryLong, Lab lab) throws IOException {
        Path ready = lab.directory().resolve("server/ready-" + way);
        ConfigText config = way.in(SharedRepository.config(lab));
        try (ServerScript slow =
                        new ServerScript(lab, "while [ ! -e " + ready + " ]; do sleep 0.1; done", "exec borg \"$@\"");
                Running running = Cli.start(slow.in(config), "run", "web1", "--", "list", "--short")) {
            Processes.awaitSome(lab.serverUser(), Pattern.compile(slow.file().toString()), Limits.END);
            if (veryLong) {
                long since = System.nanoTime();
                Await.until(
                        "ssh would have given up",
                        LONGER_THAN_SSH_WAITS.multipliedBy(2),
                        () -> System.nanoTime() - since > LONGER_THAN_SSH_WAITS.toNanos());
            }
            assertThat(running.isAlive()).isTrue();
            Files.createFile(ready);

            running.waitFor(Limits.END).expectSuccess();
        } finally {
            Files.deleteIfExists(ready);
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.INCLUDE,
            names = {"SOCKET"})
    void borgServeThatEndsAtOnceIsNoLostConnection(Way way, Lab lab) {
        try (ServerScript broken = new ServerScript(lab, "echo 'ImportError: no module named borg' >&2", "exit 1")) {
            Result result = Cli.run(broken.in(way.in(lab.config())), "run", "web1");

            Cli.assertFailed(
                    result,
                    2,
                    "borg serve ended early at " + lab.serverUser() + "@127.0.0.1: Connection closed by remote host",
                    "see with -v what it says; does borg --version work there for that user?");
        }
    }

    @Test
    void tunnelToASshdThatDoesNotListenSaysSo(Lab lab) {
        Result result = Cli.run(Way.TUNNEL.in(lab.config()).server("sshd", "127.0.0.1:1"), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "the server's own sshd cannot be reached at 127.0.0.1 port 1: Connection refused",
                "is it running? name where it listens: server.sshd");
    }
}
