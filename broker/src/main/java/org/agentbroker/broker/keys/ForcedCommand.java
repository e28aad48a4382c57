package org.agentbroker.broker.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.ShellQuote;

/**
 * What sshd runs for a login, whatever the login asks for: one line, which the account's login shell takes apart.
 *
 * @param text words quoted for any shell
 */
record ForcedCommand(String text) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._/+:@,%][A-Za-z0-9._/+:@,%=-]*|--?[A-Za-z0-9-]+");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    // sshd before 8.0 reads no lines of more than 16 KiB (auth.h), and a key needs its place as well
    private static final int LONGEST = 8192;

    /** @throws UnusableInput when a word has a control character, or there are too many */
    static ForcedCommand of(List<String> words) throws UnusableInput {
        String text = words.stream().map(ForcedCommand::quoted).collect(Collectors.joining(" "));
        if (CONTROL.matcher(text).find()) {
            throw new UnusableInput(
                    "a control character in the command for the server: "
                            + CONTROL.matcher(text).replaceAll("?"),
                    "give the repository a name without one");
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new UnusableInput(
                    "the command for the server is longer than " + LONGEST + " bytes",
                    "give the repository a shorter path");
        }
        return new ForcedCommand(text);
    }

    // most need no quotes, and people read them
    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : ShellQuote.anyShell(word);
    }

    /** As the value of an option in authorized_keys (OpenSSH misc.c, opt_dequote): in double quotes, those inside escaped. */
    String asOption() {
        return "command=\"" + text.replace("\"", "\\\"") + "\"";
    }
}
