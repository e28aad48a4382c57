package org.agentbroker.cli.command;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a process was started with.
 *
 * @param arguments before the first {@code --}
 * @param remoteArguments after it; borg's, not ours
 */
public record Invocation(
        List<String> arguments,
        boolean hasRemoteArguments,
        List<String> remoteArguments,
        Map<String, String> environment,
        OutputStream out,
        PrintStream err) {

    public static Invocation of(String[] words, Map<String, String> environment, OutputStream out, PrintStream err) {
        List<String> all = List.of(words);
        int split = all.indexOf("--");
        boolean splits = split >= 0;
        return new Invocation(
                splits ? all.subList(0, split) : all,
                splits,
                splits ? all.subList(split + 1, all.size()) : List.of(),
                environment,
                out,
                err);
    }

    Path home() {
        // what is not a whole path is no home, such as the ? that the JVM has for a user without a name
        return Stream.of(environment.getOrDefault("HOME", ""), System.getProperty("user.home", ""))
                .filter(home -> home.startsWith("/"))
                .map(Path::of)
                .findFirst()
                .orElse(Path.of("/"));
    }
}
