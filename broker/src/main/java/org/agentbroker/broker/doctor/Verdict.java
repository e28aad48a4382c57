package org.agentbroker.broker.doctor;

import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.jspecify.annotations.Nullable;

/** How it stands with a link, without saying which. */
record Verdict(
        Result result,
        String detail,
        @Nullable String hint,
        @Nullable Cause cause) {
    static Verdict ok(String detail) {
        return new Verdict(Result.OK, detail, null, null);
    }

    static Verdict warning(String detail, String hint) {
        return new Verdict(Result.WARNING, detail, hint, null);
    }

    static Verdict failed(Cause cause, String detail, String hint) {
        return new Verdict(Result.FAILED, detail, hint, cause);
    }

    static Verdict failed(Failed failure) {
        return failed(
                failure.cause(), failure.problem().what(), failure.problem().hint());
    }

    static Verdict notRefused(String detail, String hint) {
        return new Verdict(Result.NOT_REFUSED, detail, hint, Cause.REFUSED);
    }

    static Verdict skipped(String reason) {
        return new Verdict(Result.SKIPPED, reason, null, null);
    }
}
