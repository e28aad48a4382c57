package org.agentbroker.broker.secret;

import java.nio.file.Path;
import java.util.List;

/** Where a passphrase comes from. Holds no secret itself, so it may be printed. */
public sealed interface SecretSource {

    /** There is no passphrase. */
    record None() implements SecretSource {
        @Override
        public String toString() {
            return "none";
        }
    }

    /** A file that only its owner may read; its last newline does not count. */
    record FromFile(Path file) implements SecretSource {
        @Override
        public String toString() {
            return "file " + file;
        }
    }

    /** A systemd credential: a file of this name in {@code $CREDENTIALS_DIRECTORY}. */
    record FromCredential(String name) implements SecretSource {
        @Override
        public String toString() {
            return "credential " + name;
        }
    }

    /** The standard output of a command, started without a shell; its last newline does not count. */
    record FromCommand(List<String> command) implements SecretSource {
        public FromCommand {
            command = List.copyOf(command);
        }

        @Override
        public String toString() {
            return "command " + command.get(0);
        }
    }

    /** An environment variable of this process. */
    record FromEnvironment(String name) implements SecretSource {
        @Override
        public String toString() {
            return "env " + name;
        }
    }

    /** A person at the terminal. */
    record FromPrompt() implements SecretSource {
        @Override
        public String toString() {
            return "prompt";
        }
    }
}
