package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.hostkey.HostPatterns;
import org.jspecify.annotations.Nullable;

/** What a known_hosts file says about one host (sshd(8), SSH_KNOWN_HOSTS). */
final class KnownHosts {
    private final Path file;
    private final String name;
    private final Set<HostPin> pins = new LinkedHashSet<>();
    private final Set<HostPin> revoked = new LinkedHashSet<>();
    private @Nullable String unusable;

    private KnownHosts(Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /** The keys for a host, without those that are revoked; one at least. */
    static List<HostPin> pins(Path file, String host, int port) throws UnusableInput {
        return of(file, host, port).rest();
    }

    /** As {@link #pins}, but there may be none. */
    static List<HostPin> anyPins(Path file, String host, int port) throws UnusableInput {
        KnownHosts known = of(file, host, port);
        return known.pins.isEmpty() && known.unusable == null ? List.of() : known.rest();
    }

    private static KnownHosts of(Path file, String host, int port) throws UnusableInput {
        KnownHosts known = new KnownHosts(file, HostPatterns.nameOf(host, port));
        List<String> lines = PinFile.lines(file);
        for (int i = 0; i < lines.size(); i++) {
            known.take(lines.get(i).strip(), i + 1);
        }
        return known;
    }

    private void take(String line, int number) throws UnusableInput {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        String[] words = line.split("\\s+", 3);
        String marker = "";
        if (words[0].startsWith("@") && words.length == 3) {
            marker = words[0];
            words = (words[1] + " " + words[2]).split("\\s+", 3);
        }
        // like ssh: a line that is cut off names nobody
        if (words.length == 3 && HostPatterns.match(words[0], name)) {
            take(marker, words[1] + " " + words[2], file + ":" + number);
        }
    }

    private void take(String marker, String key, String place) throws UnusableInput {
        switch (marker) {
            case "":
                try {
                    pins.add(HostPin.parse(key));
                } catch (UnusableInput e) {
                    // a kind of key that we do not take beside one that we do is nothing to complain of
                    unusable = place + ": " + e.what();
                }
                return;
            case "@revoked":
                try {
                    revoked.add(HostPin.parse(key));
                } catch (UnusableInput e) {
                    throw new UnusableInput(place + ": a revoked key: " + e.what(), "remove or correct that line");
                }
                return;
            case "@cert-authority":
                throw new UnusableInput(
                        place + ": @cert-authority for " + name + " is not supported yet",
                        "pin the host's own key with host-keys: [...]");
            default:
                throw new UnusableInput(place + ": an unknown marker: " + marker, "remove or correct that line");
        }
    }

    private List<HostPin> rest() throws UnusableInput {
        List<HostPin> left = pins.stream().filter(pin -> !revoked.contains(pin)).toList();
        if (!left.isEmpty()) {
            return left;
        }
        if (!pins.isEmpty()) {
            throw new UnusableInput(
                    file + ": every key of " + name + " is revoked", "ask the host's admin for its new key");
        }
        throw new UnusableInput(
                unusable != null ? unusable : file + " has no key of " + name,
                "look with ssh-keygen -F '" + name + "' -f " + file);
    }
}
