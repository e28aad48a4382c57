package org.agentbroker.broker.plan;

import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;

/** What names may look like that become words of a remote command. Strict: they end up in ssh options and URLs. */
final class Words {
    // a leading "-" would be an option; letters, digits and the punctuation of names and addresses cannot be quoted
    // away
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?|[0-9A-Fa-f:.]+");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*[$]?");

    private Words() {}

    static void requireHost(String host, String whose) throws UnusableInput {
        if (!HOST.matcher(host).matches()) {
            throw new UnusableInput("not a host name or address: " + host, "correct the host of " + whose);
        }
    }

    static void requireUser(String user, String whose) throws UnusableInput {
        if (!USER.matcher(user).matches()) {
            throw new UnusableInput("not a user name: " + user, "correct the user of " + whose);
        }
    }

    static void requirePort(int port, String whose) throws UnusableInput {
        if (port < 1 || port > 65535) {
            throw new UnusableInput("not a port: " + port, "correct the port of " + whose + ", 1 to 65535");
        }
    }

    /** Of the words before borg, which go through one line of whatever shell the login has. */
    static void requireOneLine(List<String> words) throws UnusableInput {
        for (String word : words) {
            if (word.indexOf('\n') >= 0 || word.indexOf('\r') >= 0 || word.indexOf('\0') >= 0) {
                throw new UnusableInput(
                        "a newline in the borg command: "
                                + word.lines().findFirst().orElse("") + "…",
                        "start it by a script, and name that");
            }
        }
    }

    /** Of borg's words, which may be anything that an argument can be. */
    static void requireArguments(List<String> words) throws UnusableInput {
        for (String word : words) {
            int nul = word.indexOf('\0');
            if (nul >= 0) {
                throw new UnusableInput(
                        "a NUL in an argument of borg: " + word.substring(0, nul) + "…",
                        "use a pattern that matches it, such as sh:**/name*");
            }
            // any other than those of bytes would arrive as a question mark
            if (word.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF && !isByte(point))) {
                throw new UnusableInput(
                        "an argument of borg is no text: " + word.replaceAll("[\\x{D800}-\\x{DFFF}]", "?"),
                        "use a pattern that matches it, such as sh:**/name*");
            }
        }
    }

    /** A lone surrogate as Python has it, and {@code cli} of command lines: the byte of a name that is not UTF-8 (PEP 383). */
    static boolean isByte(int codePoint) {
        return codePoint >= 0xDC80 && codePoint <= 0xDCFF;
    }

    static void requireRepository(String path) throws UnusableInput {
        boolean odd = path.isEmpty() || path.contains("::") || path.chars().anyMatch(c -> c < ' ' || c == 127);
        if (odd) {
            throw new UnusableInput("not a repository path: " + path, "name a path at the server, such as ~/repo");
        }
        if (path.indexOf('{') >= 0) {
            throw new UnusableInput(
                    "braces in a repository path: " + path,
                    "the client's borg would replace them; name the path itself");
        }
    }
}
