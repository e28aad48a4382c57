package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.it.lab.LogJson;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;

/**
 * How a hostile pull ended.
 *
 * @param mebibytes the most that the broker process had resident
 */
record HostileReport(Result result, long mebibytes, Duration took) {
    // a JVM with SSH in it takes 90; each attack could ask for a thousand
    private static final long MOST_MEBIBYTES = 160;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** What the attacker printed, and the real borg after it. */
    List<String> stdout() {
        return result.stdoutText().lines().toList();
    }

    /** Each refused request, in order: its name and the reason. */
    List<String> refusals() {
        return audit(false);
    }

    List<String> grants() {
        return audit(true);
    }

    private List<String> audit(boolean allowed) {
        return log("audit").stream()
                .filter(line -> line.get("allowed").equals(allowed))
                .map(line -> line.get("request") + " " + line.get("reason"))
                .toList();
    }

    /** The lines of one type. */
    List<Map<String, Object>> log(String type) {
        return LogJson.lines(result.stderr()).stream()
                .filter(line -> type.equals(line.get("type")))
                .toList();
    }

    /** The audit of {@code -v} has this refusal. */
    HostileReport expectRefusal(String request, Reason reason) {
        assertThat(result.stderr())
                .containsPattern("(?m)^broker: web1: agent: " + request + " refused: " + reason.sentence()
                        + " \\(connection [0-9]+(, user .*)?(, host key SHA256:.*)?, signatures left [0-9]+\\)$");
        return this;
    }

    /** borg did what it was asked to: the attack did not even cost the pull. */
    HostileReport expectListing() {
        result.expectSuccess();
        assertThat(stdout()).contains(ReadyRepository.ARCHIVE);
        return expectSmallAndQuick();
    }

    HostileReport expectExit(int code) {
        assertThat(result.exitCode()).as(result::toString).isEqualTo(code);
        return expectSmallAndQuick();
    }

    HostileReport expectSmallAndQuick() {
        assertThat(mebibytes).as("MiB resident").isBetween(1L, MOST_MEBIBYTES);
        assertThat(took).isLessThan(LONGEST);
        return this;
    }

    /** As {@link #refusals} has it. */
    static String refusal(String request, Reason reason) {
        return request + " " + reason.name().toLowerCase(Locale.ROOT);
    }
}
