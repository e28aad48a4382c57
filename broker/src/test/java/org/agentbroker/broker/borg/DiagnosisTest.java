package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row for each way in which a clue is said, with the outcome that follows from it alone. */
class DiagnosisTest {
    private static final ReturnHints WAY =
            new ReturnHints("borgs@server", "compare host keys", "add the key", "check the way", "look at the log");

    record Row(Clue clue, BorgLine line, Cause cause, String what) {}

    static List<Row> rows() {
        String locked = "the repository of web1 is locked: broken";
        String passphrase = "the passphrase does not open the repository of web1";
        return List.of(
                said(
                        Clue.SERVER_HOST_KEY,
                        "Host key verification failed.",
                        Cause.HOST_KEY,
                        "the host key of borgs@server is not the pinned one, as seen from web1"),
                said(
                        Clue.RETURN_REFUSED,
                        "borgs@server: Permission denied (publickey).",
                        Cause.REFUSED,
                        "borgs@server does not accept the key of web1"),
                said(
                        Clue.RETURN_REFUSED,
                        "dbclient: Connection to borgs@server:22 exited: No auth methods could be used.",
                        Cause.REFUSED,
                        "borgs@server does not accept the key of web1"),
                said(
                        Clue.RETURN_UNREACHABLE,
                        "ssh: connect to host server port 22: Connection refused",
                        Cause.UNREACHABLE,
                        "web1 cannot reach borgs@server: ssh: connect to host server port 22: Connection refused"),
                said(
                        Clue.RETURN_UNREACHABLE,
                        "ssh: Could not resolve hostname server: Name or service not known",
                        Cause.UNREACHABLE,
                        "web1 cannot reach borgs@server: ssh: Could not resolve hostname server: Name or service not"
                                + " known"),
                said(
                        Clue.RETURN_LOST,
                        "Connection to server closed by remote host.",
                        Cause.UNREACHABLE,
                        "web1 lost its connection to borgs@server: Connection to server closed by remote host"),
                said(
                        Clue.OLD_SSH,
                        "command-line: line 0: Bad configuration option: knownhostscommand",
                        Cause.UNUSABLE,
                        "the ssh of web1 is older than 8.5"),
                said(
                        Clue.SERVER_BORG,
                        "Remote: sh: 1: borg: not found",
                        Cause.BORG_FAILED,
                        "borg cannot be run at borgs@server: sh: 1: borg: not found"),
                said(
                        Clue.SERVER_ENDED,
                        "Connection closed by remote host. Is borg working on the server?",
                        Cause.BORG_FAILED,
                        "borg serve ended early at borgs@server: Connection closed by remote host. Is borg working on the"
                                + " server?"),
                id(Clue.LOCKED, "LockTimeout", Cause.NOT_NOW, locked),
                id(Clue.LOCKED, "LockFailed", Cause.NOT_NOW, locked),
                id(Clue.LOCKED, "LockError", Cause.NOT_NOW, locked),
                id(Clue.LOCKED, "LockErrorT", Cause.NOT_NOW, locked),
                id(Clue.WRONG_PASSPHRASE, "PassphraseWrong", Cause.UNUSABLE, passphrase),
                id(Clue.WRONG_PASSPHRASE, "PasscommandFailure", Cause.UNUSABLE, passphrase),
                id(Clue.WRONG_PASSPHRASE, "NoPassphraseFailure", Cause.UNUSABLE, passphrase),
                id(
                        Clue.NO_KEY,
                        "KeyfileNotFoundError",
                        Cause.UNUSABLE,
                        "the key of the repository is not on web1: broken"),
                id(
                        Clue.NO_REPOSITORY,
                        "Repository.DoesNotExist",
                        Cause.BORG_FAILED,
                        "the repository of web1 does not exist: broken"),
                id(
                        Clue.REPOSITORY_EXISTS,
                        "Repository.AlreadyExists",
                        Cause.BORG_FAILED,
                        "there is a repository of web1 already: broken"),
                id(
                        Clue.ARCHIVE_EXISTS,
                        "Archive.AlreadyExists",
                        Cause.BORG_FAILED,
                        "an archive of this name exists in the repository of web1: broken"),
                new Row(
                        Clue.NO_ARCHIVE,
                        new LogMessage("ERROR", "borg.archiver", "Archive.DoesNotExist", "Archive a b does not exist"),
                        Cause.BORG_FAILED,
                        "there is no archive a b in the repository of web1"),
                id(
                        Clue.REPOSITORY_FULL,
                        "InsufficientFreeSpaceError",
                        Cause.BORG_FAILED,
                        "there is no room for the repository of web1 at borgs@server: broken"),
                full(Clue.REPOSITORY_FULL, "OSError", "there is no room for the repository of web1 at borgs@server"),
                full(Clue.CLIENT_FULL, "", "a disk of web1 is full"));
    }

    private static Row full(Clue clue, String id, String what) {
        String error = "OSError: [Errno 28] No space left on device";
        String traceback = "Traceback (most recent call last):\n  File \"x.py\"\n" + error + "\n\nPlatform: Linux";
        return new Row(
                clue, new LogMessage("ERROR", "borg.archiver", id, traceback), Cause.BORG_FAILED, what + ": " + error);
    }

    private static Row said(Clue clue, String sentence, Cause cause, String what) {
        return new Row(clue, new Text(sentence), cause, what);
    }

    private static Row id(Clue clue, String id, Cause cause, String what) {
        return new Row(clue, new LogMessage("ERROR", "borg.archiver", id, "broken"), cause, what);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void explains(Row row) {
        Evidence evidence = new Evidence();
        evidence.hear(row.line());

        assertThat(evidence.has(row.clue())).isTrue();
        Failed failed = failed(evidence, null, 2);
        assertThat(failed.cause()).isEqualTo(row.cause());
        assertThat(failed.problem().what()).isEqualTo(row.what());
        assertThat(failed.problem().hint()).isNotEmpty().doesNotEndWith(".");
        assertThat(failed.phase()).isEqualTo(Phase.COMMAND);
        assertThat(failed.borgCode()).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void everyClueHasARow() {
        Set<Clue> seen =
                rows().stream().map(Row::clue).collect(Collectors.toCollection(() -> EnumSet.noneOf(Clue.class)));
        assertThat(seen).isEqualTo(EnumSet.allOf(Clue.class));
    }

    /** The order of the enum is the order of the explanations. */
    @Test
    void theFirstClueThatHoldsExplains() {
        List<Row> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            for (Row later : rows) {
                Row row = rows.get(i);
                Evidence evidence = new Evidence();
                Stream.of(later, row).map(Row::line).forEach(evidence::hear);
                Row first = row.clue().compareTo(later.clue()) <= 0 ? row : later;
                assertThat(failed(evidence, null, 2).cause())
                        .as("%s and %s", row, later)
                        .isEqualTo(first.cause());
            }
        }
    }

    @Test
    void aRefusalOfOurAgentIsToldBeforeTheServersWord() {
        Evidence evidence = new Evidence();
        evidence.hear(new Text("borgs@server: Permission denied (publickey)."));

        assertThat(failed(evidence, Reason.OTHER_USER, 2).problem())
                .isEqualTo(new Problem(
                        "the agent did not sign the login at borgs@server: the login is for another user",
                        "OpenSSH must be 8.9 or newer on client and server; see the audit with -v"));
    }

    /** Under load borg misses what its ssh says at its end. */
    @Test
    void aRefusalOfOurAgentIsToldEvenIfNobodyElseSpeaksOfIt() {
        Evidence evidence = new Evidence();
        evidence.hear(new Text("Connection closed by remote host. Is borg working on the server?"));

        Failed failed = failed(evidence, Reason.HOST_NOT_PINNED, 2);

        assertThat(failed.cause()).isEqualTo(Cause.REFUSED);
        assertThat(failed.problem().what()).startsWith("the agent did not sign the login at borgs@server: ");
    }

    /** Never done by itself, so it is said: which level would do, and what it costs. */
    @Test
    void aLevelThatWouldDoIsNamedWithItsPrice() {
        Evidence evidence = new Evidence();
        evidence.hear(new Text("borgs@server: Permission denied (publickey)."));

        assertThat(failed(evidence, Reason.NOT_HOSTBOUND, 2).problem())
                .isEqualTo(new Problem(
                        "the agent did not sign the login at borgs@server: the login does not name the server's host"
                                + " key",
                        "borgs@server needs sshd of OpenSSH 8.9 or newer; any other is served at policy.level: bound,"
                                + " where what is signed does not name the server"));
        assertThat(failed(evidence, Reason.NOT_BOUND, 2).problem())
                .isEqualTo(new Problem(
                        "the agent did not sign the login at borgs@server: the connection is not bound to the pinned"
                                + " server",
                        "web1 needs ssh of OpenSSH 8.9 or newer; any other client is served at policy.level: unbound,"
                                + " where whoever is on web1 may use the signature at another server"));
    }

    @Test
    void withoutAClueTheLastErrorIsQuoted() {
        Evidence evidence = new Evidence();
        assertThat(failed(evidence, null, 2).problem().what()).isEqualTo("borg failed on web1");

        evidence.hear(new LogMessage("ERROR", "borg", "", "disk full\nand more"));
        assertThat(failed(evidence, null, 2).problem().what()).isEqualTo("borg failed on web1: disk full");
    }

    @Test
    void statusesThatAreNotBorgsHaveNoCodeOfBorg() {
        Evidence evidence = new Evidence();
        evidence.hear(new Text("sh: 1: borg: not found"));

        Failed missing = failed(evidence, null, 127);
        assertThat(missing.cause()).isEqualTo(Cause.UNUSABLE);
        assertThat(missing.problem().what()).isEqualTo("borg cannot be run on web1: sh: 1: borg: not found");
        assertThat(missing.borgCode()).isEmpty();

        assertThat(failed(evidence, null, 137).problem().what()).isEqualTo("borg was killed on web1 by signal 9");
        assertThat(failed(evidence, null, 255).problem().what()).isEqualTo("borg was killed on web1");
        assertThat(failed(evidence, null, 137).borgCode()).isEmpty();
    }

    /** Nor does a status give a process a code that a shell reads as success. */
    @Test
    void nothingThatIsSaidMakesASuccessOfAFailure() {
        for (int status = -300; status <= 600; status++) {
            BorgExit exit = BorgExit.of(status);
            if (exit == BorgExit.DONE || exit == BorgExit.WARNING) {
                continue;
            }
            for (Row row : rows()) {
                Evidence evidence = new Evidence();
                evidence.hear(row.line());
                OptionalInt code = failed(evidence, null, status).borgCode();
                assertThat(code.isPresent() && (code.getAsInt() & 0xff) == 0)
                        .as("status %d", status)
                        .isFalse();
            }
        }
    }

    private static Failed failed(Evidence evidence, Reason refusal, int status) {
        return new Diagnosis("web1", WAY, evidence, refusal).failed(status);
    }
}
