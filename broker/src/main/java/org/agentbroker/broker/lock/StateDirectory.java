package org.agentbroker.broker.lock;

import java.nio.file.Path;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;

/** Where broker keeps what other processes of its user have to know. */
public final class StateDirectory {
    private StateDirectory() {}

    /**
     * The first of {@code $STATE_DIRECTORY}, which systemd sets for a service, else {@code $XDG_STATE_HOME/broker}, else
     * {@code ~/.local/state/broker}. Need not exist.
     */
    public static Path of(Map<String, String> environment, Path home) {
        // systemd.exec(5), StateDirectory=: absolute paths, separated by colons
        String ofService = environment.getOrDefault("STATE_DIRECTORY", "").split(":", 2)[0];
        if (!ofService.isEmpty()) {
            return Path.of(ofService);
        }
        // basedir-spec: a relative path there is invalid and to be ignored
        String ofUser = environment.getOrDefault("XDG_STATE_HOME", "");
        Path states = ofUser.startsWith("/") ? Path.of(ofUser) : home.resolve(".local/state");
        return states.resolve("broker");
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
