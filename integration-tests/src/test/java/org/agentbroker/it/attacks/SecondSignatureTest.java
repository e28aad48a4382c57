package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pull is worth one login, whoever takes it. */
@ExtendWith(LabExtension.class)
class SecondSignatureTest {
    // borg's own user, host and command: in every way the login that was granted a moment ago
    private static final String LOGIN = "to=${BORG_REPO#ssh://} to=${to%%/*}\n" + "login() { " + HostilePull.SSH
            + " $to borg serve </dev/null >/dev/null 2>&1; echo \"login $?\"; }";

    @Test
    void secondLoginAfterTheBackupIsRefused(Lab lab) {
        HostileReport report = new HostilePull(lab).run(LOGIN, "borg \"$@\"", "login");

        report.expectListing();
        assertThat(report.stdout()).containsExactly(ReadyRepository.ARCHIVE, "login 255");
        assertThat(report.grants()).containsOnlyOnce("sign signed");
        assertThat(report.refusals())
                .containsExactly(
                        HostileReport.refusal("bind", Reason.EXHAUSTED),
                        HostileReport.refusal("list", Reason.EXHAUSTED));
    }

    @Test
    void loginBeforeTheBackupCostsTheBackup(Lab lab) {
        HostileReport report = new HostilePull(lab).run(LOGIN, "login", HostilePull.REAL_BORG);

        report.expectExit(77);
        assertThat(report.stdout()).containsExactly("login 0");
        assertThat(report.grants()).containsOnlyOnce("sign signed");
        assertThat(report.refusals()).contains(HostileReport.refusal("bind", Reason.EXHAUSTED));
    }

    @Test
    void ofManyLoginsAtTheSameTimeOneIsSigned(Lab lab) {
        HostileReport report = new HostilePull(lab).run(LOGIN, "for i in 1 2 3 4 5; do login & done", "wait", "exit 2");

        report.expectExit(2);
        assertThat(report.stdout()).containsOnlyOnce("login 0").hasSize(5);
        assertThat(report.grants()).containsOnlyOnce("sign signed");
        // whether one is refused its bind or its signature depends on how far it was when another was signed
        assertThat(report.refusals()).isNotEmpty().allMatch(refusal -> refusal.endsWith(" exhausted"));
    }

    @Test
    void signaturesAreAsManyAsTheConfigSays(Lab lab) {
        HostileReport report = new HostilePull(lab)
                .with(config -> config.client("policy", "{signatures: 3}"))
                .run(LOGIN, "login; login", "borg \"$@\"", "login");

        report.expectListing();
        assertThat(report.stdout()).isEqualTo(List.of("login 0", "login 0", ReadyRepository.ARCHIVE, "login 255"));
        assertThat(report.grants().stream().filter("sign signed"::equals)).hasSize(3);
    }

    @Test
    void verboseTextSaysThatAllSignaturesAreUsed(Lab lab) {
        new HostilePull(lab)
                .runVerbose(LOGIN, "borg \"$@\"", "login")
                .expectListing()
                .expectRefusal("bind", Reason.EXHAUSTED)
                .expectRefusal("list", Reason.EXHAUSTED);
    }

    @Test
    void loginAfterTheLifetimeIsRefused(Lab lab) {
        HostileReport report = new HostilePull(lab)
                .with(config -> config.client("policy", "{lifetime: 1s}"))
                .run(LOGIN, "sleep 1.2", "login", "exit 2");

        assertThat(report.stdout()).containsExactly("login 255");
        assertThat(report.refusals()).contains(HostileReport.refusal("bind", Reason.EXPIRED));
        assertThat(report.grants()).doesNotContain("sign signed");
    }
}
