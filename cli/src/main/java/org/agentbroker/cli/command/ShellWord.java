package org.agentbroker.cli.command;

/** Words as a person would type them to a shell. */
final class ShellWord {
    private ShellWord() {}

    static String of(String word) {
        if (word.chars().anyMatch(Character::isISOControl)) {
            return dollar(word);
        }
        return word.matches("[A-Za-z0-9@%+=:,./_-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Control characters as escapes (POSIX 2024, XCU 2.2.4): no terminal is to follow them. */
    private static String dollar(String word) {
        StringBuilder text = new StringBuilder("$'");
        for (char c : word.toCharArray()) {
            if (c == '\n') {
                text.append("\\n");
            } else if (c == '\t') {
                text.append("\\t");
            } else if (Character.isISOControl(c)) {
                text.append(String.format(c < 128 ? "\\%03o" : "\\302\\%03o", (int) c));
            } else {
                text.append(c == '\'' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return text.append('\'').toString();
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
