package org.agentbroker.it.lab;

import java.nio.file.Path;

/** A file system of few mebibytes, at the server or at the client. */
public final class SmallDisk implements AutoCloseable {
    private final Lab lab;
    private final String name;
    private final Path home;

    private SmallDisk(Lab lab, String name, Path home) {
        this.lab = lab;
        this.name = name;
        this.home = home;
    }

    static SmallDisk mount(Lab lab, int mebibytes) {
        Prerequisites.needNamespaces("mount");
        Prerequisites.needAccounts(lab);
        String name = LabScript.run("disk", lab.directory().toString(), Integer.toString(mebibytes));
        return new SmallDisk(lab, name, lab.serverHome());
    }

    static SmallDisk ofClient(Lab lab, int mebibytes) {
        Prerequisites.needNamespaces("mount");
        Prerequisites.needAccounts(lab);
        String name = LabScript.run("disk", lab.directory().toString(), Integer.toString(mebibytes), "client");
        return new SmallDisk(lab, name, lab.clientHome());
    }

    /** The whole of it, in the form of the config's {@code repository}. */
    public String repository() {
        return "~/" + name;
    }

    public Path path() {
        return home.resolve(name);
    }

    /** Takes it away with all that is on it. */
    @Override
    public void close() {
        LabScript.run("stop", lab.directory().toString(), name);
    }
}
