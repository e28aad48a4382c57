package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The hop is lost in the middle of a create, or takes too long. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class LinkTest {
    private static final String LOST = "the connection to web1 was lost";
    private static final String HINT = "borg there ends by itself within a minute";

    @Test
    void linkThatIsCutEndsBothSides(Lab lab) {
        try (Cable cable = Cable.to(lab.clientPort());
                SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(over(cable, data.in(SharedRepository.config(lab))), "run", "web1")) {
            data.awaitUnderway();
            cable.cut();

            Cli.assertFailed(running.waitFor(Limits.END), 69, LOST, HINT);
            Processes.awaitNone(lab.clientUser(), KilledTest.BORG, Limits.BORG_GONE);
        }
    }

    @Test
    @Timeout(60)
    void linkThatGoesSilentEndsBothSidesEachByItself(Lab lab) throws InterruptedException {
        try (Cable cable = Cable.to(lab.clientPort());
                SlowData data = SlowData.ofOneFile(lab);
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(over(cable, data.in(SharedRepository.config(lab))));
            data.awaitUnderway();
            cable.freeze();

            Library.assertFailed(run.await(), Cause.UNREACHABLE, LOST, HINT);
            // nothing can tell it: the script hears no heartbeat any more
            Processes.awaitNone(lab.clientUser(), KilledTest.BORG, Limits.END);
        }
    }

    @Test
    void sshdKilledInTheMiddleEndsBothSides(Lab lab) throws IOException {
        Sshd sshd = lab.clientSshd();
        try (sshd;
                SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(
                        data.in(SharedRepository.config(lab)).client("port", sshd.portText()), "run", "web1")) {
            data.awaitUnderway();
            sshd.close();

            Cli.assertFailed(running.waitFor(Limits.END), 69, LOST, HINT);
            Processes.awaitNone(lab.clientUser(), KilledTest.BORG, Limits.BORG_GONE);
        } finally {
            removeAgentSockets(lab);
        }
    }

    @Test
    void deadlineEndsThePullInOrder(Lab lab) {
        try (SlowData data = SlowData.ofManyFiles(lab)) {
            ConfigText config = data.in(SharedRepository.config(lab)).client("deadline", "6s");
            try (Running running = Cli.start(config, "run", "web1")) {
                Result result = running.waitFor(Limits.END);

                Cli.assertFailed(result, 124, "the pull of web1 took longer than 6 s", "raise its deadline");
                assertThat(Processes.ofUser(lab.clientUser(), KilledTest.BORG)).isEmpty();
            }
        }
    }

    private static ConfigText over(Cable cable, ConfigText config) {
        return config.client("port", Integer.toString(cable.port()));
    }

    // sshd removes them at the end of a session, if it lives to see it
    private static void removeAgentSockets(Lab lab) throws IOException {
        if (!lab.hasSeparateAccounts()) {
            return;
        }
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            for (Path socket : files.filter(
                            file -> file.getFileName().toString().startsWith("ssh-"))
                    .toList()) {
                if (Files.getOwner(socket).getName().equals(lab.clientUser())) {
                    Command.of("rm", "-r", socket.toString()).run().expectSuccess();
                }
            }
        }
    }
}
