package org.agentbroker.broker.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;

/** Where broker keeps what other processes of its user have to know. */
public final class StateDirectory {
    /** Where systemd has that of a service with {@code StateDirectory=broker}. */
    private static final Path OF_SERVICE = Path.of("/var/lib/broker");

    private static final int ROOT = 0;

    private StateDirectory() {}

    /**
     * The first of {@code $STATE_DIRECTORY}, which systemd sets for a service, else {@code $XDG_STATE_HOME/broker}, else
     * for root that of root's service where it is there, else {@code ~/.local/state/broker}. Need not exist.
     */
    public static Path of(Map<String, String> environment, Path home) {
        return of(environment, home, isRoots(OwnDirectory.OWN_PROCESS), OF_SERVICE);
    }

    // what root types removes for good what the service's pulls saw vanish, so it has to know of them
    static Path of(Map<String, String> environment, Path home, boolean root, Path shared) {
        // systemd.exec(5), StateDirectory=: absolute paths, separated by colons
        String ofService = environment.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
        if (!ofService.isEmpty()) {
            return Path.of(ofService);
        }
        // basedir-spec: a relative path there is invalid and to be ignored
        String ofUser = environment.getOrDefault("XDG_STATE_HOME", "");
        if (ofUser.startsWith("/")) {
            return Path.of(ofUser).resolve("broker");
        }
        // that of a service with User= is the account's, and so is no place for what root writes
        return root && Files.isDirectory(shared) && isRoots(shared) ? shared : home.resolve(".local/state/broker");
    }

    private static boolean isRoots(Path path) {
        try {
            return Files.getAttribute(path, "unix:uid").equals(ROOT);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Its directory of locks, made with mode 0700 if need be.
     *
     * @throws UnusableInput when it cannot be used, or others could put something there
     */
    public static Path locks(Path state) throws UnusableInput {
        return LockDirectory.open(state.resolve("locks")).path();
    }

    /** That of this process. */
    public static Path usual() {
        return of(System.getenv(), Path.of(System.getProperty("user.home", "/")));
    }
}
