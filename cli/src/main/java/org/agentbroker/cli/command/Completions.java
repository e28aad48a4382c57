package org.agentbroker.cli.command;

import java.util.Iterator;
import java.util.List;

/** Words that a shell completes an option's value to; picocli makes each class by itself. */
abstract class Completions implements Iterable<String> {
    private final List<String> words;

    private Completions(String... words) {
        this.words = List.of(words);
    }

    @Override
    public Iterator<String> iterator() {
        return words.iterator();
    }

    static final class Ways extends Completions {
        Ways() {
            super("embedded", "tunnel", "direct", "socket");
        }
    }

    static final class RestoreWays extends Completions {
        RestoreWays() {
            super("agent", "tar");
        }
    }

    static final class Levels extends Completions {
        Levels() {
            super("hostbound", "bound", "unbound");
        }
    }

    /** Those of borg init. */
    static final class Encryptions extends Completions {
        Encryptions() {
            super(
                    "repokey-blake2",
                    "repokey",
                    "keyfile-blake2",
                    "keyfile",
                    "authenticated-blake2",
                    "authenticated",
                    "none");
        }
    }

    static final class Sources extends Completions {
        Sources() {
            super("file:", "credential:", "env:", "command:", "prompt", "none");
        }
    }
}
