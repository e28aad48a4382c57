package org.agentbroker.broker.keys;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.UnusableInput;

/**
 * A line in authorized_keys that stays until it is taken away: of a client's dedicated key, or of the authority of all
 * clients. Its comment marks it as broker's.
 *
 * @param text without a newline
 * @param key {@code TYPE BASE64}
 */
public record StandingLine(String text, String key) {
    private static final String MARK = " broker-setup";
    private static final Pattern OURS = Pattern.compile(
            "(restrict,command=\".*\"|cert-authority,restrict) \\S+ [A-Za-z0-9+/=]+" + MARK + "( [A-Za-z0-9._@:-]+)?");
    private static final int LONGEST = 16384;

    /** What was found, and done. */
    public enum Installed {
        ADDED,
        /** For a line of broker's that let the key do something else. */
        REPLACED,
        /** The same line stood there. */
        THERE,
        /** Another line stands there that broker has not written; nothing was done. */
        OTHERWISE
    }

    /** @throws UnusableInput when the command or the client's name cannot stand there */
    public static StandingLine of(KeyPurpose purpose, String key) throws UnusableInput {
        KeyLine.requireClient(purpose.client());
        String options = "restrict," + ForcedCommand.of(purpose.command()).asOption();
        return new StandingLine(options + " " + key + MARK + " " + purpose.client(), key);
    }

    /** Trusts certificates, which name the command themselves. */
    public static StandingLine authority(String key) {
        return new StandingLine("cert-authority,restrict " + key + MARK, key);
    }

    static boolean isOurs(byte[] line) {
        return line.length <= LONGEST && OURS.matcher(latin(line)).matches();
    }

    /** Bytes as characters: none is lost. */
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String latin() {
        return latin(text.getBytes(StandardCharsets.UTF_8));
    }

    private String mark() {
        return text.substring(text.lastIndexOf(key) + key.length());
    }

    /** One change; to be asked after it. */
    final class Edit {
        private Installed result = Installed.ADDED;

        byte[] add(byte[] content) {
            List<String> kept = new ArrayList<>();
            result = Installed.ADDED;
            for (String line : latin(content).split("(?<=\n)")) {
                String bare = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
                if (bare.equals(latin())) {
                    result = Installed.THERE;
                    return content;
                }
                if (!bare.startsWith("#") && (" " + bare + " ").contains(" " + key + " ")) {
                    if (!OURS.matcher(bare).matches() || !bare.endsWith(mark())) {
                        result = Installed.OTHERWISE;
                        return content;
                    }
                    result = Installed.REPLACED;
                } else {
                    kept.add(line);
                }
            }
            return (latin() + "\n" + String.join("", kept)).getBytes(StandardCharsets.ISO_8859_1);
        }

        byte[] remove(byte[] content) {
            result = Installed.THERE;
            StringBuilder kept = new StringBuilder();
            for (String line : latin(content).split("(?<=\n)")) {
                String bare = line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
                boolean gone = OURS.matcher(bare).matches() && bare.endsWith(mark()) && bare.contains(" " + key + " ");
                if (gone) {
                    result = Installed.REPLACED;
                } else {
                    kept.append(line);
                }
            }
            return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
        }

        Installed result() {
            return result;
        }
    }
}
