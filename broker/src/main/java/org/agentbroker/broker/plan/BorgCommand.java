package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.List;

/** What borg shall do on the client. */
public sealed interface BorgCommand {

    /** The words after borg's common options. */
    List<String> arguments();

    /** What borg calls it, such as {@code create}: the first word that is no option. */
    default String name() {
        return arguments().stream()
                .filter(word -> !word.startsWith("-"))
                .findFirst()
                .orElse("");
    }

    /** Whether standard output is borg's account of the archive, for us and not for the user. */
    default boolean summarizes() {
        return false;
    }

    /** Whether it cannot be done without a login at the server, so that a client that says so lies. */
    default boolean needsLogin() {
        return false;
    }

    /**
     * The configured backup.
     *
     * @param archive name, in which borg on the client replaces placeholders
     * @param paths on the client; relative ones start at the login's home
     * @param options further options of {@code borg create}
     */
    record Create(String archive, List<String> paths, List<String> exclude, List<String> options)
            implements BorgCommand {
        public Create {
            paths = List.copyOf(paths);
            exclude = List.copyOf(exclude);
            options = List.copyOf(options);
        }

        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("create", "--json", "--progress"));
            words.addAll(options);
            for (String pattern : exclude) {
                words.add("--exclude");
                words.add(pattern);
            }
            words.add("--");
            words.add("::" + archive);
            words.addAll(paths);
            return words;
        }

        @Override
        public boolean summarizes() {
            return true;
        }

        @Override
        public boolean needsLogin() {
            return true;
        }
    }

    /** A new repository. */
    record Init(String encryption) implements BorgCommand {
        @Override
        public List<String> arguments() {
            return List.of("init", "--encryption", encryption);
        }

        @Override
        public boolean needsLogin() {
            return true;
        }
    }

    /** Whatever the user typed. */
    record Other(List<String> arguments) implements BorgCommand {
        public Other {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * A script of POSIX sh in borg's place: borg's own word is its {@code $0}, and what borg needs is in its environment.
     *
     * @param text without a newline
     * @param arguments of the script
     */
    record Script(String text, List<String> arguments) implements BorgCommand {
        public Script {
            arguments = List.copyOf(arguments);
        }
    }
}
