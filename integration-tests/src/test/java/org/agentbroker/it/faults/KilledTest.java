package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Broker is told to end, or just dies, in the middle of a create. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class KilledTest {
    static final Pattern BORG = Pattern.compile("borg .*create");

    @Test
    void afterKillBorgOnTheClientEndsAndTheNextPullWorks(Lab lab) {
        List<String> before = archives(lab);
        try (SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(data.in(SharedRepository.config(lab)), "run", "web1")) {
            data.awaitUnderway();
            assertThat(Processes.ofUser(lab.clientUser(), BORG)).isNotEmpty();
            running.sendSignal("KILL");

            Processes.awaitNone(lab.clientUser(), BORG, Limits.BORG_GONE);
        }
        Result next = Cli.run(SharedRepository.config(lab), "run", "web1", "--archive", "after-kill");

        assertThat(next.exitCode()).as(next.toString()).isZero();
        List<String> after = archives(lab);
        after.removeAll(before);
        after.remove("after-kill");
        assertThat(after).allMatch(name -> name.contains(".checkpoint"));
    }

    @Test
    void termEndsThePullInOrder(Lab lab) {
        assertEndsInOrder(lab, SlowData.ofOneFile(lab), "TERM", 143);
    }

    @Test
    void interruptEndsThePullInOrder(Lab lab) {
        assertEndsInOrder(lab, SlowData.ofManyFiles(lab), "INT", 130);
    }

    private static void assertEndsInOrder(Lab lab, SlowData slow, String signal, int code) {
        List<String> before = archives(lab);
        try (SlowData data = slow;
                Running running = Cli.start(data.in(SharedRepository.config(lab)), "run", "web1")) {
            data.awaitUnderway();
            running.sendSignal(signal);

            Result result = running.waitFor(Limits.END);

            Cli.assertFailed(result, code, "the pull of web1 was cancelled", "start it again");
            assertThat(result.stderr()).contains("broker: stopping; borg on the client may save a checkpoint");
            // it was waited for
            assertThat(Processes.ofUser(lab.clientUser(), BORG)).isEmpty();
        }
        List<String> after = archives(lab);
        after.removeAll(before);
        assertThat(after).singleElement().asString().endsWith(".checkpoint");
    }

    @Test
    void signalBeforeThereIsAConnectionEndsAtOnce(Lab lab) {
        try (DeafPort deaf = new DeafPort();
                Running running = Cli.start(lab.config().client("port", deaf.port()), "-v", "run", "web1")) {
            running.awaitStderr(Pattern.compile("broker: web1: (connect|login)"), Limits.END);
            running.sendSignal("TERM");

            Result result = running.waitFor(Limits.BORG_GONE);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(143);
            assertThat(result.stderr()).contains("the pull of web1 was cancelled");
        }
    }

    private static List<String> archives(Lab lab) {
        Result list =
                Cli.run(SharedRepository.config(lab), "run", "web1", "--", "list", "--short", "--consider-checkpoints");
        return new ArrayList<>(list.expectSuccess().stdoutText().lines().toList());
    }
}
