package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** OpenSSH's own tools, typed inside a pull. */
@ExtendWith(LabExtension.class)
class SshAddTest {
    // a key of the attacker's, a file to sign, and somebody who answers ssh-add's questions
    private static final String MATERIAL = "d=$(mktemp -d ./x.XXXXXX); cd $d; ssh-keygen -q -t ed25519 -N '' -f mine\n"
            + "printf '#!/bin/sh\\necho 1234\\n' >ask; chmod 755 ask; echo text >file\n"
            + "export SSH_ASKPASS=$PWD/ask SSH_ASKPASS_REQUIRE=force DISPLAY=:0\n"
            + "try() { \"$@\" </dev/null >out 2>&1; echo \"$? $(head -n 1 out)\"; }";

    @Test
    void listShowsNothingAndNothingCanBeAddedRemovedOrLocked(Lab lab) {
        HostileReport report = new HostilePull(lab)
                .run(
                        MATERIAL,
                        "try ssh-add -l",
                        "try ssh-add -L",
                        "try ssh-add mine",
                        "try ssh-add -t 60 -c mine",
                        "try ssh-add -d mine.pub",
                        "try ssh-add -x",
                        "try ssh-add -X",
                        "try ssh-add -s /usr/lib/evil.so",
                        "try ssh-add -e /usr/lib/evil.so",
                        "cd; " + HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout().subList(0, 2)).containsOnly("1 The agent has no identities.");
        assertThat(report.stdout().subList(2, 9)).allMatch(line -> line.startsWith("1 "), "is a failure");
        assertThat(report.refusals())
                .containsExactly(
                        HostileReport.refusal("list", Reason.NOT_BOUND),
                        HostileReport.refusal("list", Reason.NOT_BOUND),
                        HostileReport.refusal("add", Reason.NOT_OFFERED),
                        HostileReport.refusal("add", Reason.NOT_OFFERED),
                        HostileReport.refusal("remove", Reason.NOT_OFFERED),
                        HostileReport.refusal("lock", Reason.NOT_OFFERED),
                        HostileReport.refusal("unlock", Reason.NOT_OFFERED),
                        HostileReport.refusal("token", Reason.NOT_OFFERED),
                        HostileReport.refusal("token", Reason.NOT_OFFERED));
    }

    @Test
    void signingAFileGetsNothing(Lab lab) throws IOException {
        HostilePull pull = new HostilePull(lab);
        String theirs = Files.readString(Path.of(lab.key() + ".pub")).strip();

        HostileReport report = pull.run(
                MATERIAL,
                "echo '" + theirs + "' >theirs.pub",
                "try ssh-keygen -Y sign -f theirs.pub -n file file",
                "ls file.sig 2>/dev/null",
                "cd; " + HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout().get(0)).startsWith("255 ");
        assertThat(report.stdout()).hasSize(2);
        assertThat(report.refusals()).isNotEmpty().allMatch(HostileReport.refusal("list", Reason.NOT_BOUND)::equals);
    }

    /** RFC 9987 wants keys to be dropped on demand: the agent ends for good, which costs the client its own backup. */
    @Test
    void removingAllEndsTheAgent(Lab lab) {
        HostileReport report =
                new HostilePull(lab).run(MATERIAL, "try ssh-add -D", "try ssh-add -l", "cd; " + HostilePull.REAL_BORG);

        report.expectExit(77);
        assertThat(report.stdout()).hasSize(2).first().isEqualTo("0 All identities removed.");
        assertThat(report.grants()).contains("remove-all removed").doesNotContain("sign signed");
        assertThat(report.refusals()).contains(HostileReport.refusal("connect", Reason.ENDED));
    }

    @Test
    void afterTheLoginTheListIsEmptyAsWell(Lab lab) {
        HostileReport report = new HostilePull(lab).run("borg \"$@\"; r=$?", "ssh-add -l", "exit $r");

        report.expectListing();
        assertThat(report.stdout()).isEqualTo(List.of(ReadyRepository.ARCHIVE, "The agent has no identities."));
        assertThat(report.refusals()).containsExactly(HostileReport.refusal("list", Reason.EXHAUSTED));
    }
}
