package org.agentbroker.broker.outcome;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How a pull ended. A value: exceptions are for broken code. */
public sealed interface Outcome {

    /** Borg's own exit code, when borg ran to its end and said one that is borg's. */
    OptionalInt borgCode();

    /** All was done. */
    record Completed(@Nullable ArchiveSummary archive) implements Outcome {
        @Override
        public OptionalInt borgCode() {
            return OptionalInt.of(0);
        }
    }

    /** All was done, but borg warned: a file vanished or could not be read. */
    record CompletedWithWarnings(
            int code, int warnings, @Nullable ArchiveSummary archive) implements Outcome {
        @Override
        public OptionalInt borgCode() {
            return OptionalInt.of(code);
        }
    }

    /** Not done. */
    record Failed(Phase phase, Cause cause, Problem problem, OptionalInt borgCode) implements Outcome {
        public Failed(Phase phase, Cause cause, String what, String hint) {
            this(phase, cause, new Problem(what, hint), OptionalInt.empty());
        }
    }
}
