package org.agentbroker.cli.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.hostkey.Scan.Seen;
import org.agentbroker.broker.hostkey.Shown;
import org.jspecify.annotations.Nullable;

/** Host keys, one a line. */
final class HostKeyText {
    private HostKeyText() {}

    static List<String> lines(Host host, Seen seen) {
        int widest = seen.keys().stream()
                .mapToInt(shown -> shown.key().keyType().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Shown shown : seen.keys()) {
            String type = shown.key().keyType();
            lines.add(host.knownName() + " " + type + " ".repeat(widest - type.length()) + " "
                    + shown.key().fingerprint() + " " + state(shown));
        }
        return lines;
    }

    private static String state(Shown shown) {
        return switch (shown.state()) {
            case PINNED -> "pinned";
            case NEW -> "new";
            case CHANGED -> "CHANGED: pinned is " + fingerprints(shown);
        };
    }

    private static String fingerprints(Shown shown) {
        return String.join(
                ", ", shown.pinned().stream().map(HostPin::fingerprint).toList());
    }

    static List<Map<String, @Nullable Object>> objects(String client, Host host, Seen seen) {
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        for (Shown shown : seen.keys()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("type", "host_key");
            fields.put("client", client);
            fields.put("host", host.reach().host());
            fields.put("port", host.reach().port());
            fields.put("key_type", shown.key().keyType());
            fields.put("fingerprint", shown.key().fingerprint());
            fields.put("state", shown.state().name().toLowerCase(Locale.ROOT));
            fields.put("pinned", shown.pinned().isEmpty() ? null : fingerprints(shown));
            fields.put("key", shown.key().line());
            objects.add(fields);
        }
        return objects;
    }
}
