package org.agentbroker.it.faults;

import java.nio.file.Path;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** A program at the server that stands in for its borg. */
final class ServerScript implements AutoCloseable {
    private final ScriptFile script;

    ServerScript(Lab lab, String... lines) {
        script = new ScriptFile(lab, "server", lines);
    }

    ConfigText in(ConfigText config) {
        return config.server("borg", script.path().toString());
    }

    Path file() {
        return script.path();
    }

    @Override
    public void close() {
        script.close();
    }
}
