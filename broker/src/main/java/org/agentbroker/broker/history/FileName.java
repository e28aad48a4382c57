package org.agentbroker.broker.history;

import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.lock.OwnDirectory;

/** A client's name as that of a file: any text has one of its own, and most names are their own. */
final class FileName {
    private static final String ENDING = ".jsonl";
    private static final int LONGEST = 200;

    private FileName() {}

    static String of(String client) {
        StringBuilder name = new StringBuilder();
        for (byte each : client.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (isPlain(c) && !(c == '.' && name.isEmpty())) {
                name.append(c);
            } else {
                name.append(String.format("%%%02X", (int) c));
            }
        }
        // a file's name has at most 255 bytes
        return (name.length() <= LONGEST ? name : name.substring(0, LONGEST / 2) + "%%" + OwnDirectory.digest(client))
                + ENDING;
    }

    private static boolean isPlain(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "._-@:".indexOf(c) >= 0;
    }
}
