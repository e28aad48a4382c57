package org.agentbroker.agent.policy;

import static org.agentbroker.agent.policy.Situations.OPENED;
import static org.agentbroker.agent.policy.Situations.START;
import static org.agentbroker.agent.policy.Situations.counted;
import static org.agentbroker.agent.policy.Situations.spent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.wire.AgentRequest;

/** What is decided about which request in which situation at one level, and what follows. */
final class ReasonTable {
    private final PolicyLevel level;
    private final PurposePolicy rules;
    private final List<Row> rows = new ArrayList<>();

    private ReasonTable(PolicyLevel level) {
        this.level = level;
        this.rules = Situations.rules(level);
    }

    static List<Row> rows(PolicyLevel level) {
        ReasonTable table = new ReasonTable(level);
        ListRows.add(table);
        HopRows.add(table);
        BindRows.add(table);
        SignRows.add(table);
        LoginRows.add(table);
        if (level == PolicyLevel.UNBOUND) {
            UnboundRows.add(table);
        }
        OtherRows.add(table);
        EndRows.add(table);
        return table.rows;
    }

    static List<Row> rows() {
        return Stream.of(PolicyLevel.values())
                .flatMap(level -> rows(level).stream())
                .toList();
    }

    PolicyLevel level() {
        return level;
    }

    void keeps(Reason reason, String what, AgentRequest request, ConnectionState before) {
        row(reason, what, request, before, before, counted(OPENED));
    }

    void spends(Reason reason, String what, AgentRequest request, ConnectionState before) {
        row(reason, what, request, before, spent(before), counted(OPENED));
    }

    void with(
            PurposeState purpose,
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after) {
        row(reason, what, request, before, after, purpose, counted(purpose));
    }

    void at(
            Instant now,
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after) {
        rows.add(new Row(level, rules, reason, what, request, before, OPENED, now, after, counted(OPENED)));
    }

    void row(
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after,
            PurposeState purposeAfter) {
        row(reason, what, request, before, after, OPENED, purposeAfter);
    }

    void row(
            Reason reason,
            String what,
            AgentRequest request,
            ConnectionState before,
            ConnectionState after,
            PurposeState purpose,
            PurposeState purposeAfter) {
        rows.add(new Row(level, rules, reason, what, request, before, purpose, START, after, purposeAfter));
    }

    /** As {@link #row}, by other rules of the same level. */
    void by(PurposePolicy others, Reason reason, AgentRequest request, ConnectionState before, ConnectionState after) {
        String what = "by other rules";
        rows.add(new Row(level, others, reason, what, request, before, OPENED, START, after, counted(OPENED)));
    }
}
