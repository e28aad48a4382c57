package org.agentbroker.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.agentbroker.agent.wire.AgentReply.Identities;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.ReplyCodec;

/** The keys of the general agent, in the order in which they were added. Not safe for use by several threads. */
final class Keyring {
    /** A list of all keys has to fit into a reply that OpenSSH's programs take (authfd.c, MAX_AGENT_REPLY_LEN). */
    static final int LONGEST_LIST = 256 * 1024;

    /** Room for the keys with their comments, certificates and constraints, in bytes. */
    static final int ROOM = 4 * 1024 * 1024;

    private final List<HeldKey> keys = new ArrayList<>();
    private List<HeldKey> listed = List.of();
    private byte[] list = ReplyCodec.encode(new Identities(List.of()));

    Optional<HeldKey> find(Blob identity) {
        return keys.stream()
                .filter(each -> each.key().identity().equals(identity))
                .findFirst();
    }

    boolean holds(HeldKey key) {
        return keys.contains(key);
    }

    /** Puts a key at the end, or in the place of one with the same identity. False when there is no room for it. */
    boolean put(HeldKey key) {
        Optional<HeldKey> old = find(key.key().identity());
        long room = key.size() - old.map(HeldKey::size).orElse(0);
        long list = listSize(key) - old.map(Keyring::listSize).orElse(0);
        for (HeldKey each : keys) {
            room += each.size();
            list += listSize(each);
        }
        if (room > ROOM || list > LONGEST_LIST - Byte.BYTES - Integer.BYTES) {
            return false;
        }
        if (old.isPresent()) {
            keys.set(keys.indexOf(old.get()), key);
            old.get().key().close();
        } else {
            keys.add(key);
        }
        return true;
    }

    private static int listSize(HeldKey key) {
        return 2 * Integer.BYTES + key.key().identity().length() + key.comment().length();
    }

    void remove(HeldKey key) {
        keys.remove(key);
        key.key().close();
    }

    void removeAll() {
        keys.forEach(each -> each.key().close());
        keys.clear();
    }

    void removeOver(Instant now) {
        for (Iterator<HeldKey> each = keys.iterator(); each.hasNext(); ) {
            HeldKey key = each.next();
            if (key.isOver(now)) {
                each.remove();
                key.key().close();
            }
        }
    }

    /**
     * The reply that lists these keys, length field included. The same array as long as the same keys are asked for: many
     * peers that ask and do not read share it.
     */
    byte[] list(Predicate<HeldKey> visible) {
        List<HeldKey> wanted = keys.stream().filter(visible).toList();
        if (!wanted.equals(listed)) {
            list = ReplyCodec.encode(
                    new Identities(wanted.stream().map(HeldKey::identity).toList()));
            listed = wanted;
        }
        return list;
    }
}
