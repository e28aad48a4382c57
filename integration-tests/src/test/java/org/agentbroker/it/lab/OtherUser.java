package org.agentbroker.it.lab;

import java.util.ArrayList;
import java.util.List;

/** A user of the client who has nothing to do with backups, and may want to. */
public record OtherUser(String name) {

    static OtherUser add(Lab lab) {
        Prerequisites.needAccounts(lab);
        return new OtherUser(LabScript.run("user", lab.directory().toString()));
    }

    /** What this user types. */
    public Command command(String... words) {
        List<String> all = new ArrayList<>(List.of("runuser", "-u", name, "--"));
        all.addAll(List.of(words));
        return Command.of(all);
    }
}
