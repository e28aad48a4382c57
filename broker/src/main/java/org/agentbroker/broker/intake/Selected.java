package org.agentbroker.broker.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.MountedCreate;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.sftp.Kind;
import org.agentbroker.broker.sftp.SftpReader;

/**
 * What is to be backed up, as the client has it.
 *
 * @param home of the login
 * @param absent paths that are not there
 */
record Selected(String home, List<String> absent) {

    /**
     * @param warning hears of what will not be saved
     * @throws Stop when there is none of the paths, or a link on the way to one
     */
    static Selected on(String client, SftpReader files, MountedCreate create, Consumer<String> warning)
            throws IOException, Stop {
        String home = create.needsHome() ? files.realPath(".") : "/";
        if (!home.startsWith("/") || home.length() > LONGEST_HOME) {
            throw refused(client + " does not say where the login's home is", "write whole paths in create.paths");
        }
        List<String> absent = new ArrayList<>();
        List<String> paths = create.paths(home);
        for (String path : paths) {
            Kind kind = path.isEmpty() ? Kind.DIRECTORY : look(client, files, path);
            if (kind == Kind.ABSENT) {
                absent.add(path);
                warning.accept("/" + path + " is not there, or may not be seen by the login");
            } else if (kind == Kind.LINK) {
                warning.accept("/" + path + " is a link, and saved as one; name what it points to");
            }
        }
        if (absent.size() == paths.size()) {
            throw refused("none of create.paths is on " + client + ": /" + absent.get(0), "correct create.paths");
        }
        return new Selected(home, absent);
    }

    private static final int LONGEST_HOME = 4096; // PATH_MAX; it is the client's word

    private static Kind look(String client, SftpReader files, String path) throws IOException, Stop {
        for (String parent : MountedCreate.parents(path)) {
            Kind kind = files.look("/" + parent);
            if (kind == Kind.LINK) {
                throw refused(
                        "/" + parent + " on " + client + ", on the way to /" + path + ", is a link",
                        "name the path without it: readlink -f /" + path);
            }
            if (kind != Kind.DIRECTORY) {
                return Kind.ABSENT;
            }
        }
        return files.look("/" + path);
    }

    /** The outcome when what was not there is counted. */
    Outcome with(Outcome outcome) {
        int more = absent.size();
        if (more > 0 && outcome instanceof Completed done) {
            return new CompletedWithWarnings(1, more, done.archive());
        }
        return more > 0 && outcome instanceof CompletedWithWarnings warned
                ? new CompletedWithWarnings(warned.code(), warned.warnings() + more, warned.archive())
                : outcome;
    }

    private static Stop refused(String what, String hint) {
        return new Stop(Phase.COMMAND, Cause.UNUSABLE, what, hint);
    }
}
