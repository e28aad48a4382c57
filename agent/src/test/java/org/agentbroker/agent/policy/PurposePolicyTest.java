package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PurposePolicyTest {
    /** Decided by the agent and not by the policy, or when a connection is opened. */
    private static final Set<Reason> ELSEWHERE =
            EnumSet.of(Reason.CONNECTED, Reason.TOO_LARGE, Reason.TOO_MANY_CONNECTIONS, Reason.SIGNING_FAILED);

    /** Those of the general agent, which has another policy. */
    private static final Set<Reason> OF_A_KEYRING = EnumSet.range(Reason.KEYS_LISTED, Reason.UNLOCKED);

    static {
        OF_A_KEYRING.addAll(EnumSet.range(Reason.IS_LOCKED, Reason.TOKEN));
    }

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

    @ParameterizedTest
    @EnumSource
    void hasARowForEachReasonOfALevel(PolicyLevel level) {
        Set<Reason> reasons = EnumSet.copyOf(ELSEWHERE);
        reasons.addAll(OF_A_KEYRING);
        reasons.addAll(foreignTo(level));
        ReasonTable.rows(level).forEach(row -> reasons.add(row.reason()));

        assertThat(EnumSet.complementOf(EnumSet.copyOf(reasons))).isEmpty();
        assertThat(ReasonTable.rows(level))
                .extracting(Row::reason)
                .doesNotContainAnyElementsOf(foreignTo(level))
                .doesNotContainAnyElementsOf(OF_A_KEYRING);
    }

    /** What a level never asks for cannot be missing. */
    private static Set<Reason> foreignTo(PolicyLevel level) {
        switch (level) {
            case HOSTBOUND:
                return EnumSet.of(Reason.HOP_UNPINNED);
            case BOUND:
                return EnumSet.of(Reason.HOP_UNPINNED, Reason.NOT_HOSTBOUND);
            default:
                return EnumSet.of(
                        Reason.HOP_UNKNOWN, Reason.HOP_NOT_FORWARDING, Reason.NOT_BOUND, Reason.NOT_HOSTBOUND);
        }
    }

    @Test
    void signsOnlyWhereTheTableSaysSo() {
        assertThat(rows())
                .filteredOn(row -> row.verdict().algorithm() != null)
                .extracting(Row::reason)
                .containsOnly(Reason.SIGNED);
    }
}
