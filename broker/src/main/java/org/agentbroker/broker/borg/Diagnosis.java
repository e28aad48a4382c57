package org.agentbroker.broker.borg;

import java.util.OptionalInt;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.jspecify.annotations.Nullable;

/** From a failed exit status and what was heard to the one outcome that helps most. */
public final class Diagnosis {
    private final String client;
    private final String server;
    private final Evidence evidence;
    private final @Nullable String refusal;

    /**
     * @param client its name, for hints
     * @param server {@code user@host} of the return
     * @param refusal the sentence of the first signature that the agent refused; null when it refused none
     */
    public Diagnosis(String client, String server, Evidence evidence, @Nullable String refusal) {
        this.client = client;
        this.server = server;
        this.evidence = evidence;
        this.refusal = refusal;
    }

    public Outcome failed(int status) {
        switch (BorgExit.of(status)) {
            case NO_BORG:
                return failure(
                        Cause.UNUSABLE,
                        OptionalInt.empty(),
                        "borg cannot be run on " + client + quoted(),
                        "install borgbackup there, or set borg: to its path");
            case KILLED:
                return failure(
                        Cause.BORG_FAILED,
                        OptionalInt.empty(),
                        "borg was killed on " + client + signal(status),
                        "look at the client's memory and logs; the next run goes on from the last checkpoint");
            default:
                return explained(OptionalInt.of(status));
        }
    }

    private Outcome explained(OptionalInt code) {
        if (evidence.has(Clue.SERVER_HOST_KEY)) {
            return failure(
                    Cause.HOST_KEY,
                    code,
                    "the host key of " + server + " is not the pinned one, as seen from " + client,
                    "compare server.host-keys with ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub at the server");
        }
        if (evidence.has(Clue.RETURN_REFUSED)) {
            return returnRefused(code);
        }
        if (evidence.has(Clue.RETURN_UNREACHABLE)) {
            return failure(
                    Cause.UNREACHABLE,
                    code,
                    client + " cannot reach " + server + quoted(Clue.RETURN_UNREACHABLE),
                    "check server.host and server.port, and the way from the client to the server");
        }
        if (evidence.has(Clue.RETURN_LOST)) {
            return failure(
                    Cause.UNREACHABLE,
                    code,
                    client + " lost its connection to " + server + quoted(Clue.RETURN_LOST),
                    "look at sshd's log at the server; the next run goes on from the last checkpoint");
        }
        if (evidence.has(Clue.LOCKED)) {
            return failure(
                    Cause.NOT_NOW,
                    code,
                    "the repository of " + client + " is locked" + quoted(Clue.LOCKED),
                    "wait for the other run; if there is none: broker run " + client + " -- break-lock");
        }
        if (evidence.has(Clue.OLD_SSH)) {
            return failure(
                    Cause.UNUSABLE,
                    code,
                    "the ssh of " + client + " is older than 8.5",
                    "update OpenSSH on the client");
        }
        return aboutTheRepository(code);
    }

    private Outcome returnRefused(OptionalInt code) {
        if (refusal != null) {
            return failure(
                    Cause.REFUSED,
                    code,
                    "the agent did not sign the login at " + server + ": " + refusal,
                    "OpenSSH must be 8.9 or newer on client and server; see the audit with -v");
        }
        return failure(
                Cause.REFUSED,
                code,
                server + " does not accept the key of " + client,
                "add the key's .pub line to the server's authorized_keys, with restrict,command=\"borg serve …\"");
    }

    private Outcome aboutTheRepository(OptionalInt code) {
        if (evidence.has(Clue.WRONG_PASSPHRASE)) {
            return failure(
                    Cause.UNUSABLE,
                    code,
                    "the passphrase does not open the repository of " + client,
                    "check where passphrase: points to");
        }
        if (evidence.has(Clue.NO_REPOSITORY)) {
            return failure(
                    Cause.BORG_FAILED,
                    code,
                    "the repository of " + client + " does not exist" + quoted(Clue.NO_REPOSITORY),
                    "make it: broker init " + client);
        }
        if (evidence.has(Clue.REPOSITORY_EXISTS)) {
            return failure(
                    Cause.BORG_FAILED,
                    code,
                    "there is a repository of " + client + " already" + quoted(Clue.REPOSITORY_EXISTS),
                    "use it: broker run " + client);
        }
        if (evidence.has(Clue.ARCHIVE_EXISTS)) {
            return failure(
                    Cause.BORG_FAILED,
                    code,
                    "an archive of this name exists in the repository of " + client + quoted(Clue.ARCHIVE_EXISTS),
                    "put a time into create.archive, such as {hostname}-{now:%Y-%m-%dT%H:%M:%S}");
        }
        if (evidence.has(Clue.SERVER_BORG)) {
            return failure(
                    Cause.BORG_FAILED,
                    code,
                    "borg cannot be run at " + server + quoted(Clue.SERVER_BORG),
                    "install borgbackup there");
        }
        return failure(
                Cause.BORG_FAILED,
                code,
                "borg failed on " + client + quoted(),
                "run it again with -v to see all it says");
    }

    private String quoted() {
        return quoted(evidence.lastError());
    }

    private String quoted(Clue clue) {
        return quoted(evidence.sentence(clue));
    }

    private static String quoted(String sentence) {
        return sentence.isEmpty() ? "" : ": " + sentence;
    }

    private static String signal(int status) {
        return status > 128 && status < 160 ? " by signal " + (status - 128) : "";
    }

    private static Outcome failure(Cause cause, OptionalInt code, String what, String hint) {
        return new Failed(Phase.COMMAND, cause, new Problem(what, hint), code);
    }
}
