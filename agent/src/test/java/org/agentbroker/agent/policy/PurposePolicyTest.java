package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.policy.ReasonTable.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PurposePolicyTest {
    /** Decided by the agent and not by the policy: see the tests of {@code ForwardedAgent}. */
    private static final Set<Reason> ELSEWHERE =
            EnumSet.of(Reason.TOO_LARGE, Reason.TOO_MANY_CONNECTIONS, Reason.SIGNING_FAILED);

    static List<Row> rows() {
        return ReasonTable.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decidesAsTheTableSays(Row row) {
        Verdict verdict = row.verdict();

        assertThat(verdict.reason()).isEqualTo(row.reason());
        assertThat(verdict.connection()).isEqualTo(row.after());
        assertThat(verdict.purpose()).isEqualTo(row.purposeAfter());
        assertThat(verdict.algorithm()).isEqualTo(row.reason() == Reason.SIGNED ? SignatureAlgorithm.ED25519 : null);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void decidesTheSameAboutTheSame(Row row) {
        assertThat(row.verdict()).isEqualTo(row.verdict());
    }

    @Test
    void hasARowForEachReason() {
        Set<Reason> covered = EnumSet.copyOf(ELSEWHERE);
        covered.add(Reason.HOP_ADMITTED); // and its refusals: when a connection is opened
        HopTest.refusals().forEach(row -> covered.add(row.reason()));
        rows().forEach(row -> covered.add(row.reason()));

        assertThat(EnumSet.complementOf(EnumSet.copyOf(covered))).isEmpty();
    }

    @Test
    void signsOnlyWhereTheTableSaysSo() {
        assertThat(rows())
                .filteredOn(row -> row.verdict().algorithm() != null)
                .extracting(Row::reason)
                .containsOnly(Reason.SIGNED);
    }
}
