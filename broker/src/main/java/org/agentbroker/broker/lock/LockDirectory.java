package org.agentbroker.broker.lock;

import java.nio.file.Path;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The directory that holds the locks; nobody else can put anything there.
 *
 * @param path without symbolic links
 */
record LockDirectory(Path path) {
    private static final String HINT = "broker keeps its locks there; set XDG_STATE_HOME to a directory of your own";

    /** Made with mode 0700 if need be, and so are the directories above it. */
    static LockDirectory open(Path directory) throws UnusableInput {
        return new LockDirectory(OwnDirectory.open(directory, HINT));
    }

    /** A name for any text, however long, that no other text has. */
    Path file(String kind, String identity) {
        return path.resolve(kind + "-" + OwnDirectory.digest(identity));
    }
}
