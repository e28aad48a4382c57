package org.agentbroker.it.faults;

import java.util.regex.Pattern;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Running;

/** A borg on the client that says that it has started, and then does nothing until it is told to end. */
final class Sleeper implements AutoCloseable {
    private final ClientScript script;

    Sleeper(Lab lab) {
        script = new ClientScript(lab, "echo started >&2", "exec sleep 4711");
    }

    ConfigText in(ConfigText config) {
        return script.in(config);
    }

    /** Returns when the pull of that client is as far. */
    static void awaitUnderway(Running broker, String client) {
        broker.awaitStderr(Pattern.compile("^" + client + ": started$", Pattern.MULTILINE), Limits.END);
    }

    @Override
    public void close() {
        script.close();
    }
}
