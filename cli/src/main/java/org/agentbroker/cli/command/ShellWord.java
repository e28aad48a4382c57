package org.agentbroker.cli.command;

/** Words as a person would type them to a shell. */
final class ShellWord {
    private ShellWord() {}

    static String of(String word) {
        return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
