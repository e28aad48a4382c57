package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every {@link Attack}, one after the other in the same pull, is refused for its reason and is in the audit; none of
 * them uses the signature up, so the real borg at the end still logs in and lists.
 */
@ExtendWith(LabExtension.class)
class AttackTableTest {

    @ParameterizedTest
    @EnumSource
    void eachAttackIsRefusedForItsReasonAndTheBackupGoesOn(PolicyLevel level, Lab lab) {
        List<Attack> attacks =
                attacks().filter(attack -> attack.isRefusedAt(level)).toList();
        HostilePull pull = new HostilePull(lab)
                .with(config ->
                        config.client("policy", "{level: " + level.name().toLowerCase(Locale.ROOT) + "}"));

        HostileReport report = pull.run(pull.attack(scripts(attacks)), HostilePull.REAL_BORG);

        report.expectListing();
        assertThat(report.stdout())
                .startsWith(attacks.stream().map(AttackTableTest::answers).toArray(String[]::new));
        assertThat(report.refusals())
                .isEqualTo(attacks.stream()
                        .flatMap(attack -> attack.requests().stream()
                                .map(request -> HostileReport.refusal(request, attack.reason())))
                        .toList());
        assertThat(report.grants()).containsOnlyOnce("sign signed");
    }

    @Test
    void eachRefusalIsASentenceOfTheVerboseText(Lab lab) {
        HostilePull pull = new HostilePull(lab);

        HostileReport report = pull.runVerbose(pull.attack(scripts(attacks().toList())), HostilePull.REAL_BORG);

        report.expectListing();
        attacks()
                .forEach(
                        attack -> attack.requests().forEach(request -> report.expectRefusal(request, attack.reason())));
    }

    /** A new reason needs an attack that shows it. */
    @Test
    void eachReasonHasAnAttack() {
        EnumSet<Reason> missing = EnumSet.allOf(Reason.class);
        missing.removeIf(Reason::allowed);
        missing.removeAll(
                EnumSet.range(Reason.IS_LOCKED, Reason.TOKEN)); // of the general agent, which is never forwarded
        attacks().forEach(attack -> missing.remove(attack.reason()));

        assertThat(missing)
                .containsExactlyInAnyOrder(
                        // the other tests of this package: they take more than one request
                        Reason.EXHAUSTED,
                        Reason.EXPIRED,
                        Reason.ENDED,
                        Reason.CONNECTION_SPENT,
                        Reason.SESSION_REPEATED,
                        Reason.TOO_MANY_REQUESTS,
                        Reason.TOO_MANY_CONNECTIONS,
                        // not in the client's hands: the hop comes from our own key exchange, the key is ours
                        Reason.HOP_UNKNOWN,
                        Reason.HOP_NOT_FORWARDING,
                        Reason.HOP_NOT_PINNED,
                        Reason.SIGNING_FAILED,
                        // needs the client's host key among the server's: the policy's own tests have it
                        Reason.SESSION_OF_THE_HOP);
    }

    private static Stream<Attack> attacks() {
        return Arrays.stream(Attack.values());
    }

    private static String[] scripts(List<Attack> attacks) {
        return attacks.stream().map(Attack::script).toArray(String[]::new);
    }

    private static String answers(Attack attack) {
        List<String> answers = Collections.nCopies(attack.requests().size(), attack.answer());
        return attack.script() + ": " + String.join(", ", answers);
    }
}
