package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too much, too slow, or too odd. */
@ExtendWith(LabExtension.class)
class LoadTest {
    private static final String TOO_MANY = HostileReport.refusal("list", Reason.TOO_MANY_REQUESTS);

    @ParameterizedTest
    @ValueSource(strings = {"many_requests", "many_connections"})
    void twoThousandRequestsEndTheAgent(String attack, Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run(pull.attack(attack), HostilePull.REAL_BORG);

        report.expectExit(77);
        assertThat(report.grants()).doesNotContain("sign signed");
        assertThat(report.refusals())
                .hasSizeLessThan(300)
                .anyMatch(refusal -> refusal.endsWith(" too_many_requests"))
                .endsWith(HostileReport.refusal("connect", Reason.ENDED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"many_requests", "many_connections", "many_requests_unread", "channels", "garbage"})
    void afterTheLoginNoLoadCostsTheBackup(String attack, Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run("borg \"$@\"; r=$?", pull.attack(attack), "exit $r");

        report.expectListing();
        assertThat(report.stdout()).anyMatch(line -> line.startsWith(attack + ":"));
        assertThat(report.refusals()).isNotEmpty().hasSizeLessThan(300);
    }

    @Test
    void fiftyChannelsAtOnceGetEightConnectionsAndTheBackupGoesOn(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run(pull.attack("channels"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout()).contains("channels: 42 x closed, 8 x keys 0");
        assertThat(report.refusals())
                .containsOnlyOnce(HostileReport.refusal("connect", Reason.TOO_MANY_CONNECTIONS))
                .hasSize(9);
    }

    @Test
    void everyMessageNumberWithNoiseBehindItFailsAndTheBackupGoesOn(Lab lab) {
        HostilePull pull = new HostilePull(lab).with(config -> config.client("policy", "{signatures: 10}"));

        HostileReport report = pull.run(pull.attack("garbage"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout()).contains("garbage: 64 x failure, 64 x failure, 64 x failure, 64 x failure");
        assertThat(report.refusals()).hasSize(256);
    }

    @Test
    void oddWritersHarmNobody(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report =
                pull.run(pull.attack("slow_writer", "half_close", "half_a_frame"), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout())
                .contains("slow_writer: success, keys 1", "half_close: keys 0, closed", "half_a_frame: ");
    }

    @Test
    void verboseTextSaysWhatWasTooMuch(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        pull.runVerbose(
                        "borg \"$@\"; r=$?",
                        pull.attack("channels"),
                        "sleep 1",
                        pull.attack("many_requests"),
                        "exit $r")
                .expectListing()
                .expectRefusal("connect", Reason.TOO_MANY_CONNECTIONS)
                .expectRefusal("list", Reason.TOO_MANY_REQUESTS);
    }

    @Test
    void requestsBeyondTheLimitAreNotEvenLogged(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.run(pull.attack("many_requests"), "exit 2");

        report.expectExit(2);
        assertThat(report.stdout()).containsExactly("many_requests: 2000 x keys 0");
        assertThat(report.refusals()).containsOnlyOnce(TOO_MANY).endsWith(TOO_MANY);
    }
}
