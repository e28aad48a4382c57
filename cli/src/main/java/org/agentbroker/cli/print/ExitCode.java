package org.agentbroker.cli.print;

import java.util.List;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;

/** The exit codes of the command, where they can in the sense of {@code sysexits.h}. */
public enum ExitCode {
    DONE(0, "done"),
    WARNINGS(1, "done with warnings"),
    BORG_FAILED(2, "borg failed"),
    USAGE(64, "wrong use of the command"),
    UNREACHABLE(69, "client or server not reachable"),
    FAULT(70, "a fault in broker"),
    NOT_NOW(75, "not now: another pull is under way, the repository is locked, or the client asleep"),
    HOST_KEY(76, "a host key is not as pinned"),
    REFUSED(77, "login, forwarding or policy refused"),
    UNUSABLE(78, "config, key or passphrase unusable"),
    DEADLINE(124, "the deadline passed"),
    INTERRUPTED(130, "ended by ctrl-c"),
    OUTPUT_CLOSED(141, "standard output was closed");

    /** Of several clients the worst counts; the first is the worst. */
    private static final List<ExitCode> WORST_FIRST = List.of(
            INTERRUPTED,
            OUTPUT_CLOSED,
            FAULT,
            UNUSABLE,
            HOST_KEY,
            REFUSED,
            BORG_FAILED,
            DEADLINE,
            UNREACHABLE,
            NOT_NOW,
            WARNINGS,
            DONE);

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }

    public static ExitCode of(Outcome outcome) {
        if (outcome instanceof Completed) {
            return DONE;
        }
        if (outcome instanceof CompletedWithWarnings) {
            return WARNINGS;
        }
        return of(((Failed) outcome).cause());
    }

    private static ExitCode of(Cause cause) {
        return switch (cause) {
            case BORG_FAILED -> BORG_FAILED;
            case UNREACHABLE -> UNREACHABLE;
            case FAULT -> FAULT;
            case NOT_NOW, ASLEEP -> NOT_NOW;
            case HOST_KEY -> HOST_KEY;
            case REFUSED -> REFUSED;
            case UNUSABLE -> UNUSABLE;
            case DEADLINE -> DEADLINE;
            case CANCELLED -> INTERRUPTED;
            case OUTPUT_CLOSED -> OUTPUT_CLOSED;
        };
    }

    public static ExitCode worst(ExitCode one, ExitCode other) {
        return WORST_FIRST.indexOf(one) <= WORST_FIRST.indexOf(other) ? one : other;
    }
}
