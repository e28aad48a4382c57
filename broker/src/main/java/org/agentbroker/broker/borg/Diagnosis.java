package org.agentbroker.broker.borg;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.jspecify.annotations.Nullable;

/** From a failed exit status and what was heard to the one outcome that helps most. */
public final class Diagnosis {
    private final String client;
    private final ReturnHints way;
    private final String server;
    private final Evidence evidence;
    private final @Nullable Reason refusal;

    /**
     * @param client its name, for hints
     * @param way how it gets to the repository
     * @param refusal why the agent signed no login that was asked for; null when it signed or none was
     */
    public Diagnosis(String client, ReturnHints way, Evidence evidence, @Nullable Reason refusal) {
        this.client = client;
        this.way = way;
        this.server = way.server();
        this.evidence = evidence;
        this.refusal = refusal;
    }

    private record Explanation(Cause cause, String what, String hint) {}

    public Failed failed(int status) {
        BorgExit exit = BorgExit.of(status);
        Explanation explanation = explanation(exit, status);
        return new Failed(
                Phase.COMMAND,
                explanation.cause(),
                new Problem(explanation.what(), explanation.hint()),
                exit.isBorgs() ? OptionalInt.of(status) : OptionalInt.empty());
    }

    private Explanation explanation(BorgExit exit, int status) {
        return switch (exit) {
            case NO_BORG ->
                new Explanation(
                        Cause.UNUSABLE,
                        "borg cannot be run on " + client + quoted(evidence.lastError()),
                        "install borgbackup there, or set borg: to its path");
            case KILLED ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "borg was killed on " + client + signal(status),
                        "look at the client's memory and logs; the next run goes on from the last checkpoint");
            default ->
                Stream.of(Clue.values())
                        .filter(evidence::has)
                        .findFirst()
                        .map(this::explanation)
                        .orElseGet(() -> new Explanation(
                                Cause.BORG_FAILED,
                                "borg failed on " + client + quoted(evidence.lastError()),
                                "run it again with -v to see all it says"));
        };
    }

    private Explanation explanation(Clue clue) {
        String quoted = quoted(evidence.sentence(clue));
        return switch (clue) {
            case SERVER_HOST_KEY ->
                new Explanation(
                        Cause.HOST_KEY,
                        "the host key of " + server + " is not the pinned one, as seen from " + client,
                        way.hostKey());
            case RETURN_REFUSED -> returnRefused();
            case RETURN_UNREACHABLE ->
                new Explanation(Cause.UNREACHABLE, client + " cannot reach " + server + quoted, way.unreachable());
            case RETURN_LOST ->
                new Explanation(Cause.UNREACHABLE, client + " lost its connection to " + server + quoted, way.lost());
            case LOCKED ->
                new Explanation(
                        Cause.NOT_NOW,
                        "the repository of " + client + " is locked" + quoted,
                        "wait for the other run; if there is none: broker run " + client + " -- break-lock");
            case OLD_SSH ->
                new Explanation(
                        Cause.UNUSABLE, "the ssh of " + client + " is older than 8.5", "update OpenSSH on the client");
            case WRONG_PASSPHRASE ->
                new Explanation(
                        Cause.UNUSABLE,
                        "the passphrase does not open the repository of " + client,
                        "check where passphrase: points to");
            case NO_KEY ->
                new Explanation(
                        Cause.UNUSABLE,
                        "the key of the repository is not on " + client + quoted,
                        "bring it there: borg key import, as the login's account");
            case NO_REPOSITORY ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "the repository of " + client + " does not exist" + quoted,
                        "make it: broker init " + client);
            case REPOSITORY_EXISTS ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "there is a repository of " + client + " already" + quoted,
                        "use it: broker run " + client);
            case ARCHIVE_EXISTS ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "an archive of this name exists in the repository of " + client + quoted,
                        "put a time into create.archive, such as {hostname}-{now:%Y-%m-%dT%H:%M:%S}");
            case NO_ARCHIVE ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "there is no archive " + evidence.missingArchive() + " in the repository of " + client,
                        "see which: broker list " + client);
            case SERVER_BORG ->
                new Explanation(
                        Cause.BORG_FAILED, "borg cannot be run at " + server + quoted, "install borgbackup there");
            case REPOSITORY_FULL ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "there is no room for the repository of " + client + " at " + server + quoted,
                        "make room on that disk; the next run goes on from the last checkpoint");
            case CLIENT_FULL ->
                new Explanation(
                        Cause.BORG_FAILED,
                        "a disk of " + client + " is full" + quoted,
                        "make room there: borg keeps its cache in the login's ~/.cache/borg");
            // borg may have lost ssh's last words, but what the agent refused is known
            case SERVER_ENDED -> refusal == null ? ended(quoted) : returnRefused();
        };
    }

    private Explanation ended(String quoted) {
        return new Explanation(
                Cause.BORG_FAILED,
                "borg serve ended early at " + server + quoted,
                "see with -v what it says; does borg --version work there for that user?");
    }

    private Explanation returnRefused() {
        if (refusal != null) {
            return new Explanation(
                    Cause.REFUSED,
                    "the agent did not sign the login at " + server + ": " + refusal.sentence(),
                    hint(refusal));
        }
        return new Explanation(Cause.REFUSED, server + " does not accept the key of " + client, way.refused());
    }

    // a client can bring either refusal about, so what the lower level costs is said along with it
    private String hint(Reason reason) {
        return switch (reason) {
            case NOT_BOUND ->
                client
                        + " needs ssh of OpenSSH 8.9 or newer; any other client is served at policy.level: unbound, where"
                        + " whoever is on " + client + " may use the signature at another server";
            case NOT_HOSTBOUND ->
                server
                        + " needs sshd of OpenSSH 8.9 or newer; any other is served at policy.level: bound, where what is"
                        + " signed does not name the server";
            default -> "OpenSSH must be 8.9 or newer on client and server; see the audit with -v";
        };
    }

    private static String quoted(String sentence) {
        return sentence.isEmpty() ? "" : ": " + sentence.replaceFirst("\\.$", "");
    }

    private static String signal(int status) {
        return status > 128 && status < 160 ? " by signal " + (status - 128) : "";
    }
}
