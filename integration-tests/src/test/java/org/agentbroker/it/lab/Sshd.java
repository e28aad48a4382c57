package org.agentbroker.it.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An sshd, or a dropbear, beside the two sshd that each lab has: same host keys and accounts, own port and settings. */
public final class Sshd implements AutoCloseable {
    private final Lab lab;
    private final String name;
    private final int port;

    private Sshd(Lab lab, String name, int port) {
        this.lab = lab;
        this.name = name;
        this.port = port;
    }

    static Sshd start(Lab lab, String side, String... lines) {
        List<String> args = new ArrayList<>(List.of("sshd", lab.directory().toString(), side));
        args.addAll(List.of(lines));
        return started(lab, args);
    }

    /** What {@code lab sshd} and its like print: name, port, and what else there is to know. */
    Sshd(Lab lab, String[] printed) {
        this(lab, printed[0], Integer.parseInt(printed[1]));
    }

    static Sshd dropbear(Lab lab) {
        Prerequisites.need("dropbear", "dropbearconvert");
        return started(lab, List.of("dropbear", lab.directory().toString()));
    }

    private static Sshd started(Lab lab, List<String> args) {
        return new Sshd(lab, LabScript.run(args.toArray(String[]::new)).split(" "));
    }

    public int port() {
        return port;
    }

    /** The port as it stands in a config. */
    public String portText() {
        return Integer.toString(port);
    }

    /** What it logged so far, at level VERBOSE; readable after {@link #close()}, too. */
    public String log() {
        return Lab.read(directory().resolve("sshd.log"));
    }

    /** Ends it, and the logins that it took. */
    @Override
    public void close() {
        LabScript.run("stop", lab.directory().toString(), name);
    }

    private Path directory() {
        return lab.directory().resolve(name);
    }
}
