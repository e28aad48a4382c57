package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.HostileSftp;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Mounts;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.ServersBorg;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code method: sshfs} whose files go away, in whatever way, while borg reads them. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class SshfsEndTest {
    private static final Pattern SSHFS = Pattern.compile("^sshfs ");
    private static final Pattern BORG = Pattern.compile("borg .*create");
    private static final Duration SOON = Duration.ofSeconds(10);

    @BeforeEach
    void needSshfs(Lab lab) {
        Prerequisites.needSshfs(lab);
    }

    private static ConfigText config(Lab lab, HostileSftp client) {
        return client.in(SharedRepository.config(lab));
    }

    private static Running started(Lab lab, HostileSftp client, String archive) {
        Running running = Cli.start(config(lab, client), "run", "web1", "--archive", archive);
        Processes.awaitSome(lab.serverUser(), BORG, Limits.END);
        Await.until("it is mounted", Limits.END, () -> !Mounts.seenBy(lab).isEmpty());
        return running;
    }

    private static void assertGone(Lab lab, String archive) {
        Processes.awaitNone(lab.serverUser(), Pattern.compile(""), SOON);
        assertThat(Mounts.seenBy(lab)).isEmpty();
        assertThat(new ServersBorg(lab, SharedRepository.of(lab)).archives()).doesNotContain(archive);
    }

    /** Borg waits for an answer that will never come, from which no signal wakes it. */
    @Test
    void killOfBrokerTakesTheMountAndBorgWithIt(Lab lab) {
        try (HostileSftp client = HostileSftp.start(lab, "silent");
                Running running = started(lab, client, "killed")) {
            running.sendSignal("KILL");

            assertGone(lab, "killed");
            Processes.awaitNone(lab.clientUser(), Pattern.compile(""), SOON);
        }
    }

    @Test
    void lostConnectionIsNoBackup(Lab lab) {
        try (HostileSftp client = HostileSftp.start(lab, "endless");
                Running running = started(lab, client, "lost")) {
            client.cut();

            Result result = running.waitFor(Limits.END);

            Cli.assertFailed(
                    result, 69, "the connection to web1 was lost, so there is no archive", "sshd's log on the client");
            assertGone(lab, "lost");
        }
    }

    /** Borg has said that it has read all and made the archive, with warnings, and has not ended when the client goes. */
    @Test
    void lostConnectionAfterTheLastReadTakesNoArchive(Lab lab) {
        try (HostileSftp client = HostileSftp.start(lab, "names");
                ServerScript borg = new ServerScript(
                        lab,
                        "borg \"$@\"; s=$?",
                        "case $* in *create*) echo saved >&2; while ls . >/dev/null 2>&1; do sleep 0.1; done;; esac",
                        "exit $s");
                Running running =
                        Cli.start(borg.in(config(lab, client)), "-v", "run", "web1", "--archive", "saved-before")) {
            Await.until(
                    "it is saved",
                    Limits.END,
                    () -> running.stderr().contains("saved\n") || !running.isAlive(),
                    running::stderr);
            client.cut();

            Result result = running.waitFor(Limits.END);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
            assertThat(result.stderr()).contains("done with warnings: archive saved-before");
            assertThat(new ServersBorg(lab, SharedRepository.of(lab)).archives())
                    .contains("saved-before");
        }
    }

    @Test
    void killedSshfsIsNoBackup(Lab lab) {
        try (HostileSftp client = HostileSftp.start(lab, "endless");
                Running running = started(lab, client, "shot")) {
            List<Processes.Entry> sshfs = Processes.ofUser(lab.serverUser(), SSHFS);
            assertThat(sshfs).hasSize(1);
            Command.of("kill", "-KILL", Integer.toString(sshfs.get(0).pid()))
                    .run()
                    .expectSuccess();

            Result result = running.waitFor(Limits.END);

            Cli.assertFailed(result, 2, "sshfs at the server ended before its time: it was killed", "server's memory");
            assertGone(lab, "shot");
        }
    }

    @Test
    void clientThatAnswersNoMoreEndsAtTheDeadline(Lab lab) {
        try (HostileSftp client = HostileSftp.start(lab, "silent")) {
            Result result = Cli.run(config(lab, client).client("deadline", "3s"), "run", "web1", "--archive", "late");

            Cli.assertFailed(result, 124, "took longer than the deadline of web1", "raise its deadline");
            assertGone(lab, "late");
        }
    }

    @Test
    void withoutSshfsItSaysWhatToInstall(Lab lab) {
        ConfigText config = SharedRepository.config(lab).client("method", "sshfs");
        Result result = Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "mount --bind /dev/null \"$(command -v sshfs)\" && exec \"$0\" --config \"$1\" run web1",
                        BrokerProcess.binary().toString(),
                        config.write().toString())
                .run();

        Cli.assertFailed(result, 78, "sshfs is not installed at the server", "apt install sshfs");
    }
}
