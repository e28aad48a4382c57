package org.agentbroker.broker.intake;

import org.agentbroker.broker.borg.ArchiveJson;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.SftpLogin;

/** From how borg ended, and whether the files were there until then, to an outcome. */
record ReadEnd(Course course, Mount mount, Reads reads) {

    /**
     * @param borgs of borg by itself; it has just ended
     * @param said its account of the archive
     */
    Outcome of(Outcome borgs, byte[] said, Evidence evidence) throws InterruptedException {
        ArchiveSummary archive = ArchiveJson.read(said);
        if (borgs instanceof Completed && archive != null) {
            return new Completed(archive); // it has read all without a complaint
        }
        if (borgs instanceof Failed failed && failed.cause() == Cause.DEADLINE) {
            return borgs;
        }
        if (!mount.isWhole() && !reads.wereOverInTime()) {
            return cut(archive != null && !reads.wereCut());
        }
        if (borgs instanceof CompletedWithWarnings warned && archive != null) {
            return new CompletedWithWarnings(warned.code(), warned.warnings(), archive);
        }
        // nsenter and setpriv end with 1 as well
        return borgs instanceof Failed
                ? borgs
                : new Failed(
                        Phase.COMMAND,
                        Cause.BORG_FAILED,
                        "borg at the server made no archive" + quoted(evidence.lastError()),
                        "run it again with -v to see all it says");
    }

    /** @param doubtful there is an archive, which may be whole */
    private Outcome cut(boolean doubtful) throws InterruptedException {
        String fault = mount.fault();
        if (fault.isEmpty()) {
            Failed lost = SftpLogin.lost(course).outcome();
            return new Failed(
                    lost.phase(),
                    lost.cause(),
                    lost.problem().what() + (doubtful ? "" : ", so there is no archive"),
                    lost.problem().hint());
        }
        return new Failed(
                Phase.COMMAND,
                Cause.BORG_FAILED,
                "sshfs at the server ended before its time: " + fault,
                "look at the server's memory and log, and at what "
                        + course.plan().name() + " runs for SFTP");
    }

    private static String quoted(String sentence) {
        return sentence.isEmpty() ? "" : ": " + sentence.replaceFirst("\\.$", "");
    }
}
