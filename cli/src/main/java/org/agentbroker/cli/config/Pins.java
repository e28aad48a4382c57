package org.agentbroker.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Where the pins of a host are written down. Their files are read when they are needed, not before. */
record Pins(List<Located> sources, @Nullable Path knownHosts) {
    static final Pins NONE = new Pins(List.of());
    static final String USUAL = "known_hosts";
    static final String FORM = "host-keys: [...] with .pub files or literal keys";
    // a type, blanks, and base64, which begins with the type's length; anything else is a path
    private static final Pattern LITERAL = Pattern.compile("[a-z0-9@.-]+\\s+AAAA\\S*(\\s.*)?");

    /** Gives the pins for a host. */
    @FunctionalInterface
    interface PinSource {
        List<HostPin> read(String host, int port) throws UnusableInput;
    }

    record Located(Place place, PinSource source) {}

    Pins {
        sources = List.copyOf(sources);
    }

    /** Of the config itself, or of files with nothing but keys. */
    Pins(List<Located> sources) {
        this(sources, null);
    }

    /** From {@code host-keys}, if there are any. */
    static Pins optionalHostKeys(Fields fields) {
        return fields.optional("host-keys", NONE, Pins::listed);
    }

    /** From {@code host-keys}, else {@code known-hosts}. */
    static Pins hostKeysOrKnownHosts(Fields fields, Pins otherwise) {
        Entry entry = fields.oneOf("host-keys", "known-hosts");
        if (entry == null) {
            return otherwise;
        }
        Value value = entry.value();
        return value.problems()
                .attempt(value.place(), NONE, () -> entry.key().equals("host-keys") ? listed(value) : known(value));
    }

    /** The file {@code known_hosts} beside that of the config, which need not be there before a key is pinned. */
    static Pins usual(Fields fields) {
        Path file = Path.of(fields.place().file()).toAbsolutePath().resolveSibling(USUAL);
        return new Pins(
                List.of(new Located(fields.place(), (host, port) -> usual(file, host, port, fields.owner()))), file);
    }

    private static List<HostPin> usual(Path file, String host, int port, String client) throws UnusableInput {
        List<HostPin> pins = Files.exists(file) ? KnownHosts.anyPins(file, host, port) : List.of();
        if (pins.isEmpty()) {
            throw new UnusableInput("no host key of " + host + " is pinned", "broker hostkey pin " + client);
        }
        return pins;
    }

    private static Pins listed(Value value) throws UnusableInput {
        List<Located> sources = value.each(
                item -> new Located(item.place(), source(item.text(), item.source())),
                new Located(value.place(), (host, port) -> List.of()));
        if (sources.isEmpty()) {
            throw new UnusableInput("host-keys is empty", "name one key at least; nothing is accepted unseen");
        }
        return new Pins(sources);
    }

    /** From the file of a {@code known-hosts}. */
    static Pins known(Value value) throws UnusableInput {
        Path file = value.path();
        return new Pins(List.of(new Located(value.place(), (host, port) -> KnownHosts.pins(file, host, port))), file);
    }

    static boolean isLiteral(String text) {
        return LITERAL.matcher(text).matches();
    }

    /** A literal key, which is looked at now, or a file. */
    static PinSource source(String text, Source source) throws UnusableInput {
        if (isLiteral(text)) {
            List<HostPin> pins = List.of(HostPin.parse(text));
            return (host, port) -> pins;
        }
        Path file = source.path(text);
        return (host, port) -> PinFile.pins(file);
    }

    /** Those that are pinned so far, of a host that need not be. */
    List<HostPin> soFar(String host, int port, Problems problems) {
        if (knownHosts == null) {
            return read(host, port, problems);
        }
        Path file = knownHosts;
        return Files.exists(file)
                ? problems.attempt(sources.get(0).place(), List.of(), () -> KnownHosts.anyPins(file, host, port))
                : List.of();
    }

    List<HostPin> read(String host, int port, Problems problems) {
        List<HostPin> pins = new ArrayList<>();
        for (Located located : sources) {
            pins.addAll(problems.attempt(
                    located.place(), List.of(), () -> located.source().read(host, port)));
        }
        return pins.stream().distinct().toList();
    }
}
