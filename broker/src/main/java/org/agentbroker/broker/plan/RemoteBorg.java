package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The borg command as the client runs it.
 *
 * @param starters words before borg that start it, such as {@code sudo}
 * @param environment {@code NAME=value}, without BORG_RSH
 * @param words borg's command line
 * @param silence after this long without a sign of life the client ends it
 */
public record RemoteBorg(List<String> starters, List<String> environment, List<String> words, Duration silence) {
    public RemoteBorg {
        starters = List.copyOf(starters);
        environment = List.copyOf(environment);
        words = List.copyOf(words);
    }

    /** What the client's login shell is asked to run: a constant, but for the words before borg. */
    public String loginCommand() {
        return RemoteScript.loginCommand(starters);
    }

    /** What that reads first: the script, its environment and borg's arguments, without a newline. */
    String firstLine(String returnCommand, Endpoint to) {
        List<String> all = new ArrayList<>(List.of("env", "BORG_RSH=" + returnCommand));
        all.addAll(environment);
        all.addAll(words);
        return to instanceof Endpoint.Socket socket
                ? RemoteScript.firstLine(all, silence, socket.directory())
                : RemoteScript.firstLine(all, silence);
    }
}
