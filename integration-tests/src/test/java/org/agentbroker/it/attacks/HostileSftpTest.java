package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.HostileSftp;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Mounts;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.ServersBorg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With {@code method: sshfs} the client's SFTP server may answer what it likes: nothing of the server's is read for it. */
@ExtendWith(LabExtension.class)
class HostileSftpTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** One way to be hostile, and how a backup of it ends. */
    private record Mode(String name, int exitCode, String says) {}

    private static final List<Mode> MODES = List.of(
            new Mode("noise", 77, "what answers for SFTP on web1 is none: a packet of "),
            new Mode("huge", 2, "sshfs at the server ended before its time: reply len too large"),
            new Mode("wrong", 1, "done with warnings"),
            new Mode("names", 1, "done with warnings"),
            new Mode("liar", 124, "took longer than the deadline of web1"));

    @Test
    void nonsenseIsBoundedAndLeadsToNoFileOfTheServer(Lab lab) {
        Prerequisites.needSshfs(lab);
        List<HostileSftp> clients = new ArrayList<>();
        List<ServersBorg> repositories = new ArrayList<>();
        List<Running> runs = new ArrayList<>();
        try {
            for (Mode mode : MODES) {
                clients.add(HostileSftp.start(lab, mode.name()));
                repositories.add(new ServersBorg(lab, lab.newRepository()));
                repositories
                        .get(repositories.size() - 1)
                        .run("init", "--encryption", "none")
                        .expectSuccess();
            }
            for (int i = 0; i < MODES.size(); i++) {
                var config = clients.get(i)
                        .in(lab.config())
                        .client("repository", repositories.get(i).repository())
                        .client("passphrase", "none")
                        .client("deadline", MODES.get(i).exitCode() == 124 ? "10s" : "1m");
                runs.add(BrokerProcess.start("--config", config.write().toString(), "run", "web1", "--archive", "a"));
            }
            for (int i = 0; i < MODES.size(); i++) {
                assertEnds(MODES.get(i), runs.get(i).waitFor(LIMIT), repositories.get(i));
            }
            assertThat(Mounts.seenBy(lab)).isEmpty();
        } finally {
            runs.forEach(Running::close);
            clients.forEach(HostileSftp::close);
        }
    }

    private static void assertEnds(Mode mode, Result result, ServersBorg repository) {
        assertThat(result.exitCode()).as(mode + ": " + result).isEqualTo(mode.exitCode());
        assertThat(result.stderr()).as(mode.name()).contains(mode.says());
        assertThat(repository.archives().contains("a")).as(mode.name()).isEqualTo(mode.exitCode() == 1);
        if (mode.exitCode() == 1) {
            assertThat(repository.run("list", "--format", "{path}{NL}", "::a").stdoutText())
                    .doesNotContain("shadow", "passwd");
        }
    }
}
