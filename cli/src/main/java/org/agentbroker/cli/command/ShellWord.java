package org.agentbroker.cli.command;

/** Words as a person would type them to a shell. */
final class ShellWord {
    private ShellWord() {}

    static String of(String word) {
        return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Any bytes, in ASCII: {@code printf} makes those that are not. */
    static String of(byte[] word) {
        StringBuilder text = new StringBuilder("'");
        boolean printing = false;
        for (byte b : word) {
            if (b < 0 != printing) {
                text.append(printing ? "')\"'" : "'\"$(printf '");
                printing = !printing;
            }
            if (b < 0) {
                text.append('\\').append(Integer.toOctalString(b & 0xff));
            } else {
                text.append(b == '\'' ? "'\\''" : String.valueOf((char) b));
            }
        }
        return text.append(printing ? "')\"'" : "").append('\'').toString();
    }
}
