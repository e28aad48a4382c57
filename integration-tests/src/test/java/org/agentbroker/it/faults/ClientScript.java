package org.agentbroker.it.faults;

import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** A program on the client that stands in for its borg: the client is hostile. */
final class ClientScript implements AutoCloseable {
    private final ScriptFile script;

    ClientScript(Lab lab, String... lines) {
        script = new ScriptFile(lab, "client", lines);
    }

    ConfigText in(ConfigText config) {
        return config.client("borg", script.path().toString());
    }

    @Override
    public void close() {
        script.close();
    }
}
