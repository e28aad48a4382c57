package org.agentbroker.broker.keys;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;

/**
 * A line of broker's in authorized_keys: the key of one pull, which may run one command. Its comment is the mark by which
 * it is known as broker's own, of which client, when the broker that wrote it has been killed.
 *
 * @param text without a newline
 */
record KeyLine(String text) {
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._@:-]{1,255}");
    private static final String START = "restrict,command=\"";
    private static final String BEFORE_END = "\",expiry-time=\"";
    private static final Pattern AFTER_COMMAND =
            Pattern.compile("([0-9]{14}Z?)\" ssh-ed25519 [A-Za-z0-9+/]{1,200}={0,2} broker-pull (" + CLIENT + ")");
    private static final int LONGEST = 16384;

    /** @throws UnusableInput when the client's name cannot stand there */
    static KeyLine of(ForcedCommand command, Instant end, ExpiryTime form, AgentKey key, String client)
            throws UnusableInput {
        requireClient(client);
        String base64 = Base64.getEncoder().encodeToString(key.publicBlob().toBytes());
        return new KeyLine("restrict," + command.asOption() + ",expiry-time=\"" + form.text(end) + "\" " + key.keyType()
                + " " + base64 + " broker-pull " + client);
    }

    static void requireClient(String client) throws UnusableInput {
        if (!CLIENT.matcher(client).matches()) {
            throw new UnusableInput(
                    "not a name for a client with a key for each pull: " + client,
                    "use letters, digits and . _ @ : - only");
        }
    }

    /** What the mark says; none for a line that somebody else wrote. */
    static Optional<Mark> mark(byte[] line, ZoneId local) {
        if (line.length > LONGEST) {
            return Optional.empty();
        }
        String text = new String(line, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(BEFORE_END);
        if (!text.startsWith(START) || end < START.length()) {
            return Optional.empty();
        }
        Matcher matcher = AFTER_COMMAND.matcher(text).region(end + BEFORE_END.length(), text.length());
        return matcher.matches()
                ? ExpiryTime.parse(matcher.group(1), local).map(moment -> new Mark(matcher.group(2), moment))
                : Optional.empty();
    }

    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Whose line it is, and until when sshd takes it. */
    record Mark(String client, Instant end) {}
}
