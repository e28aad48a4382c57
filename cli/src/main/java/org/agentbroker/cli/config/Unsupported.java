package org.agentbroker.cli.config;

import java.util.List;
import org.agentbroker.agent.key.UnusableInput;

/** What is known and refused, because nothing carries it out yet. An entry goes when its feature comes. */
final class Unsupported {
    static final String NAME_A_KEY = "name a key file";
    private static final List<String> WAYS_BACK = List.of("direct", "embedded", "tunnel", "socket");

    private Unsupported() {}

    static void refuseKeys(Fields fields) {
        fields.refuse("jump", "leave it out; broker must reach the client itself");
        fields.refuse("method", "leave it out; borg runs on the client through the forwarded agent");
        fields.refuse("append-only", "leave it out, and write it in the server's authorized_keys");
    }

    static String wayBack(String text) throws UnusableInput {
        Names.requireOneOf("return", text, WAYS_BACK);
        if (!text.equals("direct")) {
            throw new UnusableInput("return " + text + " is not there yet", "use return: direct");
        }
        return text;
    }
}
