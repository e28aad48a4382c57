package org.agentbroker.agent.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.agentbroker.agent.wire.DestinationConstraint.Host;
import org.agentbroker.agent.wire.DestinationConstraint.HostKey;
import org.jspecify.annotations.Nullable;

/**
 * Reads the constraints behind an added key. One that is unknown, or stands there twice, makes all of it void: to pass
 * over a constraint would be to widen the key's use.
 */
final class ConstraintReader {
    private static final int LIFETIME = 1;
    private static final int CONFIRM = 2;
    private static final int EXTENSION = 255;
    private static final String RESTRICT_DESTINATION = "restrict-destination-v00@openssh.com";
    // ssh-agent.c AGENT_MAX_DEST_CONSTRAINTS and AGENT_USER_CONSTRAINT_MAX_LEN
    private static final int MOST_DESTINATIONS = 1024;
    private static final int LONGEST_USER = 256;

    private OptionalLong lifetime = OptionalLong.empty();
    private boolean confirm;
    private final List<DestinationConstraint> destinations = new ArrayList<>();

    private ConstraintReader() {}

    static KeyConstraints read(SshReader in) throws MalformedMessage, UnsupportedField {
        ConstraintReader constraints = new ConstraintReader();
        while (in.hasMore()) {
            constraints.next(in);
        }
        return new KeyConstraints(constraints.lifetime, constraints.confirm, constraints.destinations);
    }

    private void next(SshReader in) throws MalformedMessage, UnsupportedField {
        int type = in.uint8("constraint");
        switch (type) {
            case LIFETIME:
                once(lifetime.isEmpty(), "lifetime");
                lifetime = OptionalLong.of(Integer.toUnsignedLong(in.int32("lifetime")));
                break;
            case CONFIRM:
                once(!confirm, "confirm");
                confirm = true;
                break;
            case EXTENSION:
                if (!in.name("constraint name").equals(RESTRICT_DESTINATION)) {
                    throw new UnsupportedField("a constraint that is not supported");
                }
                once(destinations.isEmpty(), "list of destinations");
                destinations(new SshReader(in.string("destinations")));
                break;
            default:
                throw new UnsupportedField("constraint " + type + ", which is not supported");
        }
    }

    private static void once(boolean first, String field) throws MalformedMessage {
        if (!first) {
            throw new MalformedMessage("a second " + field);
        }
    }

    // an empty list would read as "nowhere", and OpenSSH's agent takes it as "everywhere"; nobody means either
    private void destinations(SshReader in) throws MalformedMessage, UnsupportedField {
        do {
            if (destinations.size() == MOST_DESTINATIONS) {
                throw new MalformedMessage("more than " + MOST_DESTINATIONS + " destinations");
            }
            destinations.add(destination(new SshReader(in.string("destination"))));
        } while (in.hasMore());
    }

    private static DestinationConstraint destination(SshReader in) throws MalformedMessage, UnsupportedField {
        SshReader from = new SshReader(in.string("from"));
        SshReader to = new SshReader(in.string("to"));
        requireEmpty(in, "extension of a destination");
        in.end();
        if (text(from, "user of from").length() > 0) {
            throw new MalformedMessage("user of from is not empty");
        }
        Host origin = host(from, "from");
        Blob user = text(to, "user of to");
        if (user.length() > LONGEST_USER) {
            throw new MalformedMessage("user of to is longer than " + LONGEST_USER + " bytes");
        }
        Host target = host(to, "to");
        if (target == null) {
            throw new MalformedMessage("to is no host");
        }
        return new DestinationConstraint(origin, target, user);
    }

    /** Null when it has neither name nor keys. */
    private static @Nullable Host host(SshReader in, String side) throws MalformedMessage, UnsupportedField {
        String name = new String(text(in, "name of " + side).toBytes(), StandardCharsets.ISO_8859_1);
        requireEmpty(in, "extension of a host");
        List<HostKey> keys = new ArrayList<>();
        while (in.hasMore()) {
            Blob key = in.blob("host key");
            new SshReader(key.toBytes()).name("type of a host key");
            keys.add(new HostKey(key, in.bool("is_ca")));
        }
        if (name.isEmpty() != keys.isEmpty()) {
            throw new MalformedMessage(side + (keys.isEmpty() ? " has a name and no keys" : " has keys and no name"));
        }
        return keys.isEmpty() ? null : new Host(name, keys);
    }

    private static void requireEmpty(SshReader in, String field) throws MalformedMessage, UnsupportedField {
        if (in.string(field).length > 0) {
            throw new UnsupportedField(field + ", which is not supported");
        }
    }

    private static Blob text(SshReader in, String field) throws MalformedMessage {
        return KeyringCodec.withoutNul(in.blob(field), field);
    }
}
