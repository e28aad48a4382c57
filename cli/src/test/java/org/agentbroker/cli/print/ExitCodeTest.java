package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExitCodeTest {
    /** Documented: the worst of several clients counts. */
    private static final List<Integer> WORST_FIRST = List.of(130, 141, 70, 78, 76, 77, 2, 124, 69, 75, 1, 0);

    @ParameterizedTest
    @CsvSource({
        "BORG_FAILED, 2",
        "UNREACHABLE, 69",
        "FAULT, 70",
        "NOT_NOW, 75",
        "ASLEEP, 75",
        "HOST_KEY, 76",
        "REFUSED, 77",
        "UNUSABLE, 78",
        "DEADLINE, 124",
        "CANCELLED, 130",
        "OUTPUT_CLOSED, 141",
    })
    void ofACause(Cause cause, int code) {
        assertThat(ExitCode.of(failed(cause)).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void noCauseIsASuccess(Cause cause) {
        assertThat(ExitCode.of(failed(cause)).code()).isGreaterThan(1);
    }

    @Test
    void ofASuccess() {
        assertThat(ExitCode.of(new Completed(null)).code()).isZero();
        assertThat(ExitCode.of(new CompletedWithWarnings(107, 3, null)).code()).isEqualTo(1);
    }

    @Test
    void theWorstOfTwoFollowsTheDocumentedOrder() {
        for (ExitCode one : ExitCode.values()) {
            for (ExitCode other : ExitCode.values()) {
                if (one != ExitCode.USAGE && other != ExitCode.USAGE) {
                    int first = Math.min(WORST_FIRST.indexOf(one.code()), WORST_FIRST.indexOf(other.code()));
                    assertThat(first).isNotNegative();
                    assertThat(ExitCode.worst(one, other).code()).isEqualTo(WORST_FIRST.get(first));
                }
            }
        }
    }

    private static Failed failed(Cause cause) {
        return new Failed(Phase.COMMAND, cause, "what", "hint");
    }
}
