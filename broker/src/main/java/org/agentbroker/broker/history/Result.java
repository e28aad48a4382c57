package org.agentbroker.broker.history;

import java.util.Locale;
import java.util.Optional;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Problem;

/**
 * How a pull ended, as it is remembered. Texts are cut to a length that a line can have; they may quote the client.
 *
 * @param word {@code done}, {@code warnings}, or the cause of the failure such as {@code unreachable}
 * @param exitCode of the command {@code broker}
 * @param problem what happened, of a failure
 * @param warnings that borg gave
 * @param archive that it made
 */
public record Result(
        String word, int exitCode, Optional<Problem> problem, int warnings, Optional<ArchiveSummary> archive) {
    /** All was done. */
    public static final String DONE = "done";
    /** All was done, with warnings of borg's. */
    public static final String WARNINGS = "warnings";

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_TEXT = 1000;

    public Result {
        word = cut(word, LONGEST_NAME);
        problem = problem.map(each -> new Problem(cut(each.what(), LONGEST_TEXT), cut(each.hint(), LONGEST_TEXT)));
        archive = archive.map(each -> new ArchiveSummary(
                cut(each.name(), LONGEST_NAME),
                cut(each.id(), LONGEST_NAME),
                each.seconds(),
                each.files(),
                each.originalSize(),
                each.deduplicatedSize()));
    }

    /** @param exitCode what the command exits with by that outcome */
    public static Result of(Outcome outcome, int exitCode) {
        if (outcome instanceof Completed completed) {
            return new Result(DONE, exitCode, Optional.empty(), 0, Optional.ofNullable(completed.archive()));
        }
        if (outcome instanceof CompletedWithWarnings warned) {
            return new Result(
                    WARNINGS, exitCode, Optional.empty(), warned.warnings(), Optional.ofNullable(warned.archive()));
        }
        Failed failed = (Failed) outcome;
        return new Result(word(failed.cause()), exitCode, Optional.of(failed.problem()), 0, Optional.empty());
    }

    /** Of a failure for this cause. */
    public static String word(Cause cause) {
        return cause.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Done, with warnings or without. */
    public boolean isGood() {
        return word.equals(DONE) || word.equals(WARNINGS);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
