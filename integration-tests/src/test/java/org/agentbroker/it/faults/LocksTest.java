package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two brokers at the same time, and a place for their locks that is of no use. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class LocksTest {
    private final Lab lab;
    private Sleeper sleeper;

    LocksTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() {
        sleeper = new Sleeper(lab);
    }

    @AfterEach
    void close() {
        sleeper.close();
    }

    @Test
    void secondBrokerOfAClientIsToldOfTheFirst() {
        try (Running first = sleeping()) {
            Result second = Cli.run(lab.config(), "run", "web1");
            Cli.assertFailed(
                    second,
                    75,
                    "another pull of web1 is under way: process " + first.pid() + " since 20",
                    "wait until its borg create has ended, or end it: kill " + first.pid());

            Result json =
                    Cli.run(lab.config().also("web2").client("repository", "~/other"), "--log-json", "run", "web2");
            assertThat(LogJson.lines(json.stderr()))
                    .last()
                    .satisfies(line -> assertThat(line)
                            .containsEntry("type", "outcome")
                            .containsEntry("phase", "lock")
                            .containsEntry("cause", "not_now")
                            .containsEntry("exit_code", 75L));

            assertThat(first.isAlive()).isTrue();
            first.sendSignal("TERM");
            assertThat(first.waitFor(Limits.END).exitCode()).isEqualTo(143);
        }
        assertPulls();
    }

    @Test
    void planIsShownWhileAPullIsUnderWay() {
        try (Running first = sleeping()) {
            Cli.run(lab.config(), "run", "web1", "--dry-run").expectSuccess();
            first.sendSignal("TERM");
            first.waitFor(Limits.END);
        }
    }

    @Test
    void killedBrokerHoldsNothing() {
        try (Running first = sleeping()) {
            first.sendSignal("KILL");
            first.waitFor(Limits.END);
        }
        assertPulls();
    }

    @Test
    void repositoryOfAnotherClientIsWaitedForNotTooLong() {
        try (Sshd another = lab.clientSshd();
                Running first = sleeping()) {
            Result second = Cli.run(
                    lab.config().also("web2").client("port", another.portText()).client("lock-wait", "1s"),
                    "run",
                    "web2");

            Cli.assertFailed(
                    second,
                    75,
                    "the repository of web2 was not free within 1 s: held by the pull of web1, process " + first.pid(),
                    "wait for the other pull, or raise lock-wait");
            assertThat(second.stderr())
                    .startsWith("broker: web2: waiting for the repository: held by the pull of web1, process ");

            first.sendSignal("TERM");
            first.waitFor(Limits.END);
        }
    }

    @Test
    void locksAreWhereSystemdHasThem() throws IOException {
        Path state = lab.newDirectory();
        try (Running first = sleeping()) {
            Cli.command(script(), "run", "web1", "--", "x")
                    .env("STATE_DIRECTORY", state)
                    .run()
                    .expectSuccess();
            first.sendSignal("TERM");
            first.waitFor(Limits.END);
        }
        assertThat(state.resolve("locks")).isDirectoryContaining("glob:**/client-*");
        assertThat(BrokerProcess.state().resolve("locks")).isDirectoryContaining("glob:**/client-*");
    }

    @Test
    void rootsShellKnowsOfTheTimersPulls() {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "only root shares its state with a service");
        Prerequisites.needNamespaces("mount");
        String as = "mount -t tmpfs -o mode=755 none /var/lib && mkdir -m 700 /var/lib/broker && unset XDG_STATE_HOME"
                + " && STATE_DIRECTORY=/var/lib/broker \"$@\" run web1 -- x && \"$@\" history web1"
                + " && chmod 777 /var/lib/broker && exec \"$@\" run web1 -- x";
        Result result = Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        as,
                        "sh",
                        BrokerProcess.binary().toString(),
                        "--config",
                        script().write().toString())
                .env("HOME", BrokerProcess.home())
                .run();
        Cli.assertFailed(result, 78, "/var/lib/broker can be written by others", "chmod 700 /var/lib/broker");
        assertThat(result.stdoutText()).containsPattern(" x +done");
    }

    @Test
    void placeThatIsOfNoUseIsNamed() throws IOException {
        Path file = Files.createFile(lab.newDirectory().resolve("file"));
        Result noDirectory = Cli.command(lab.config(), "run", "web1")
                .env("XDG_STATE_HOME", file)
                .run();
        Cli.assertFailed(
                noDirectory,
                78,
                file + "/broker/locks cannot be used: Not a directory",
                "broker keeps its locks there; set XDG_STATE_HOME to a directory of your own");

        Path state = lab.newDirectory();
        Path link = Files.createSymbolicLink(state.resolve("locks"), lab.newDirectory());
        Result linked = Cli.command(lab.config(), "run", "web1")
                .env("STATE_DIRECTORY", state)
                .run();
        Cli.assertFailed(linked, 78, link + " is a symbolic link", "broker keeps its locks there");
    }

    @Test
    void fullDiskIsNamed() {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "a file system of one's own needs root");
        Path state = lab.newDirectory();
        // one page, and that is taken; in a mount namespace, so that it goes with its last process
        String script = "mount -t tmpfs -o size=4k,mode=700 none " + state + " && head -c 4096 /dev/zero >" + state
                + "/full && exec \"$@\"";
        Result result = Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        BrokerProcess.binary().toString(),
                        "--config",
                        lab.config().write().toString(),
                        "run",
                        "web1")
                .env("STATE_DIRECTORY", state)
                .run();
        Cli.assertFailed(result, 78, " cannot be taken: No space left on device", "df " + state + "/locks");
    }

    private Running sleeping() {
        Running running = Cli.start(sleeper.in(lab.config()), "run", "web1");
        Sleeper.awaitUnderway(running, "web1");
        return running;
    }

    private void assertPulls() {
        Cli.run(script(), "run", "web1", "--", "x").expectSuccess();
    }

    /** With a borg that is done at once. */
    private ConfigText script() {
        return lab.config().client("borg", "/bin/true");
    }
}
