package org.agentbroker.it.lab;

import java.nio.file.Path;

/** A file system of few mebibytes at the server. */
public final class SmallDisk implements AutoCloseable {
    private final Lab lab;
    private final String name;

    private SmallDisk(Lab lab, String name) {
        this.lab = lab;
        this.name = name;
    }

    static SmallDisk mount(Lab lab, int mebibytes) {
        Prerequisites.needNamespaces("mount");
        Prerequisites.needAccounts(lab);
        return new SmallDisk(lab, LabScript.run("disk", lab.directory().toString(), Integer.toString(mebibytes)));
    }

    /** The whole of it, in the form of the config's {@code repository}. */
    public String repository() {
        return "~/" + name;
    }

    public Path path() {
        return lab.repositoryPath(repository());
    }

    /** Takes it away with all that is on it. */
    @Override
    public void close() {
        LabScript.run("stop", lab.directory().toString(), name);
    }
}
