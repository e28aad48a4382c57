package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that were good once, recorded and said again. */
@ExtendWith(LabExtension.class)
class ReplayTest {

    @Test
    void sessionGetsOneSignatureThoughSeveralAreAllowed(Lab lab) {
        HostilePull pull = new HostilePull(lab).with(config -> config.client("policy", "{signatures: 2}"));

        HostileReport report = pull.run(pull.attack("replay"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout()).containsExactly("replay: let in, success, failure", ReadyRepository.ARCHIVE);
        assertThat(report.refusals()).containsExactly(HostileReport.refusal("sign", Reason.SESSION_REPEATED));
    }

    @Test
    void sameConnectionGetsNoSecondSignatureEither(Lab lab) {
        HostilePull pull = new HostilePull(lab).with(config -> config.client("policy", "{signatures: 2}"));

        HostileReport report = pull.run(pull.attack("replay_same_connection"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout()).contains("replay_same_connection: SIGNATURE, failure");
        assertThat(report.refusals()).containsExactly(HostileReport.refusal("sign", Reason.SESSION_REPEATED));
    }

    @Test
    void afterTheOnlySignatureNothingRecordedIsWorthAnything(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run(pull.attack("replay"), "exit 2");

        report.expectExit(2);
        assertThat(report.stdout()).containsExactly("replay: let in, extension-failure, failure");
        assertThat(report.refusals())
                .containsExactly(
                        HostileReport.refusal("bind", Reason.EXHAUSTED),
                        HostileReport.refusal("sign", Reason.EXHAUSTED));
    }

    @Test
    void connectionThatBrokeTheRulesIsOfNoMoreUse(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run(pull.attack("sign_after_breach"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout()).contains("sign_after_breach: failure, keys 0, failure");
        assertThat(report.refusals())
                .containsExactly(
                        HostileReport.refusal("sign", Reason.OTHER_USER),
                        HostileReport.refusal("list", Reason.CONNECTION_SPENT),
                        HostileReport.refusal("sign", Reason.CONNECTION_SPENT));
    }
}
