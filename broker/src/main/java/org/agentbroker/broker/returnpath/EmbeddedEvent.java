package org.agentbroker.broker.returnpath;

/**
 * What happened at the embedded end point. A flood of connections makes no flood of these: of each reason for a refusal
 * only the first is told, all others are counted.
 */
public sealed interface EmbeddedEvent {
    /**
     * The client has logged in, and used one of its logins.
     *
     * @param fingerprint of the key or certificate
     * @param left how many more logins there may be
     */
    record LoggedIn(String user, String fingerprint, int left) implements EmbeddedEvent {}

    /** The first login that was refused for this reason. */
    record Refused(Refusal reason) implements EmbeddedEvent {}

    /**
     * The client asked for a command that does not look like {@code borg serve}; it got the usual child.
     *
     * @param command at most 200 characters, control characters shown as escapes
     */
    record OddCommand(String command) implements EmbeddedEvent {}

    /** The child could not be started. */
    record NotStarted(String message) implements EmbeddedEvent {}

    /** A line of the child's standard error, which the client has no channel for. */
    record Said(String line) implements EmbeddedEvent {}

    /** The child has ended. */
    record Ended(ChildExit exit) implements EmbeddedEvent {}

    /**
     * At the end, unless both are zero: how many connections never logged in, and how many logins were refused.
     */
    record Strangers(long connections, long refusals) implements EmbeddedEvent {}

    /** Why a login is refused. */
    enum Refusal {
        /** Another method than publickey-hostbound. */
        METHOD,
        /** Another user. */
        USER,
        /** It names another host key than ours. */
        HOST_KEY,
        /** Another key or certificate. */
        KEY,
        /** Not an algorithm of the key. */
        ALGORITHM,
        /** The signature does not verify. */
        SIGNATURE,
        /** No login is left. */
        USED_UP,
        /** No such message exists. */
        MALFORMED
    }
}
