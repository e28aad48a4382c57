package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A broker.yaml, at first that of the lab; each call sets one value, written as YAML, and null takes the key away. What
 * is said of {@code client} and {@code create} goes to {@code web1}, or to the last that {@link #also} added.
 */
public final class ConfigText {
    private final Lab lab;
    private final Map<String, String> server = new LinkedHashMap<>();
    private final Map<String, String> defaults = new LinkedHashMap<>();
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private Client current = new Client(new LinkedHashMap<>(), new LinkedHashMap<>());

    private record Client(Map<String, String> settings, Map<String, String> create) {}

    ConfigText(Lab lab) {
        this.lab = lab;
        clients.put("web1", current);
        server("user", lab.serverUser());
        server("host", "127.0.0.1");
        server("port", Integer.toString(lab.serverPort()));
        server("host-keys", "[\"" + lab.serverHostKey() + "\"]");
        defaults("identity", lab.identity().toString());
        defaults("return", "direct");
        client("host", "127.0.0.1");
        client("user", lab.clientUser());
        client("port", Integer.toString(lab.clientPort()));
        client("host-keys", "[\"" + lab.clientHostKey() + "\"]");
        client("key", lab.key().toString());
        client("repository", "~/repo");
        client("passphrase", "{file: " + lab.passphraseFile() + "}");
        create("archive", "\"{hostname}-{now:%Y-%m-%dT%H:%M:%S.%f}\"");
        create("paths", "[" + lab.clientData() + "]");
    }

    public ConfigText server(String key, String yaml) {
        return set(server, key, yaml);
    }

    public ConfigText defaults(String key, String yaml) {
        return set(defaults, key, yaml);
    }

    public ConfigText client(String key, String yaml) {
        return set(current.settings, key, yaml);
    }

    public ConfigText create(String key, String yaml) {
        return set(current.create, key, yaml);
    }

    /** One more client, so far with the same settings as the one before it. */
    public ConfigText also(String name) {
        current = new Client(new LinkedHashMap<>(current.settings), new LinkedHashMap<>(current.create));
        clients.put(name, current);
        return this;
    }

    /** A new file of mode 0600 that holds it. */
    public Path write() {
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
            Path file = Files.createFile(lab.newDirectory().resolve("broker.yaml"), ownerOnly);
            return Files.writeString(file, toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        append(text, "server", server, "");
        append(text, "defaults", defaults, "");
        text.append("clients:\n");
        clients.forEach((name, client) -> {
            append(text, name, client.settings, "  ");
            append(text, "create", client.create, "    ");
        });
        return text.toString();
    }

    private ConfigText set(Map<String, String> section, String key, String yaml) {
        if (yaml == null) {
            section.remove(key);
        } else {
            section.put(key, yaml);
        }
        return this;
    }

    private static void append(StringBuilder text, String name, Map<String, String> section, String indent) {
        if (!section.isEmpty()) {
            text.append(indent).append(name).append(":\n");
            section.forEach((key, yaml) -> text.append(indent)
                    .append("  ")
                    .append(key)
                    .append(": ")
                    .append(yaml)
                    .append('\n'));
        }
    }
}
