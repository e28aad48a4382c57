package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that is started by a script: on the client, or at the server as the repository's account.
 *
 * @param starters words before it that start the script, such as {@code sudo}
 * @param environment {@code NAME=value}
 * @param words its command line
 * @param silence after this long without a sign of life the script ends it
 */
public record Program(List<String> starters, List<String> environment, List<String> words, Duration silence) {
    public Program {
        starters = List.copyOf(starters);
        environment = List.copyOf(environment);
        words = List.copyOf(words);
    }

    /** What a login shell is asked to run: a constant, but for the starters. */
    public String loginCommand() {
        return RemoteScript.loginCommand(starters);
    }

    /** The same without a shell around it. */
    public static List<String> command() {
        return List.of("sh", "-c", RemoteScript.READ_AND_RUN);
    }

    /** What that reads first, without its newline; the program's own standard input is empty. */
    public String firstLine() {
        return RemoteScript.firstLineOfAny(withEnvironment(), silence);
    }

    /** The same for borg, which is ended by INT first: it saves a checkpoint. */
    public String borgLine() {
        return RemoteScript.firstLine(withEnvironment(), silence);
    }

    /** The same for a program whose standard input comes in frames ({@code feed.Feed}). */
    public String fedLine() {
        return FeedScript.firstLine(withEnvironment(), silence);
    }

    private List<String> withEnvironment() {
        List<String> all = new ArrayList<>(List.of("env"));
        all.addAll(environment);
        all.addAll(words);
        return all;
    }
}
