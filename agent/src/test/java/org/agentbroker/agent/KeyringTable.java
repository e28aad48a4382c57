package org.agentbroker.agent;

import static org.agentbroker.agent.fixture.Added.join;

import java.nio.charset.StandardCharsets;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.wire.SshWriter;

/** How a general agent keeps and uses keys. */
final class KeyringTable extends Conversations {
    private static final JdkKey KEY = JdkKey.ed25519();
    private static final JdkKey OTHER = JdkKey.ecdsa(384);
    private static final JdkKey RSA = JdkKey.rsa(2048);
    private static final byte[] DATA = "anything".getBytes(StandardCharsets.US_ASCII);

    private final Exchange one = ok(Added.key(KEY, "one"));

    KeyringTable() {
        keys();
        signatures();
        locks();
        constraints();
        refusals();
    }

    private void keys() {
        as("starts empty", list(""));
        as("adds keys in order", one, ok(Added.key(OTHER, "two")), list("one two"));
        as("replaces in place", one, ok(Added.key(OTHER, "two")), ok(Added.key(KEY, "new")), list("new two"));
        as("removes one", one, ok(Added.key(RSA, "two")), ok(Added.remove(KEY.blob())), list("two"));
        as("removes none that is absent", one, no(Added.remove(RSA.blob())), list("one"));
        as("removes all", one, ok(Added.key(RSA, "two")), ok(Frames.removeAll()), list(""), ok(Frames.removeAll()));
        as("keeps a comment as it is", ok(Added.key(KEY, "über\u0007 ")), list("über\u0007 "));
    }

    private void signatures() {
        as("signs with Ed25519", one, signed(KEY, DATA, 0));
        as("signs with ECDSA", ok(Added.key(OTHER)), signed(OTHER, DATA, 0));
        as("signs with RSA and SHA-256", ok(Added.key(RSA)), signed(RSA, DATA, 2));
        as("signs with RSA and SHA-512", ok(Added.key(RSA)), signed(RSA, DATA, 4));
        as("signs nothing at all", one, signed(KEY, new byte[0], 0));
        as("signs with Ed25519 whatever hash RSA should have", one, signed(KEY, DATA, 4));
        as("has no key but its own", one, no(sign(OTHER, 0)));
        as("signs no more once the key is removed", one, ok(Added.remove(KEY.blob())), no(sign(KEY, 0)));
        ours("makes no signature with SHA-1", ok(Added.key(RSA)), no(sign(RSA, 0)));
        ours("refuses undefined flags", ok(Added.key(RSA)), no(sign(RSA, 8)), no(sign(RSA, 0x80000002)));
    }

    private void locks() {
        as(
                "hides all while locked",
                one,
                ok(Added.lock("secret")),
                list(""),
                no(sign(KEY, 0)),
                no(Added.key(RSA)),
                no(Added.remove(KEY.blob())),
                no(Frames.removeAll()),
                no(Added.lock("secret")),
                ok(Added.unlock("secret")),
                list("one"));
        as(
                "stays locked at a wrong guess",
                one,
                ok(Added.lock("secret")),
                no(Added.unlock("Secret")),
                no(Added.unlock("")),
                list(""),
                ok(Added.unlock("secret")),
                list("one"));
        as("is not locked by nothing", one, no(Added.lock("")), list("one"));
        as("unlocks only what is locked", no(Added.unlock("secret")));
    }

    private void constraints() {
        byte[] elsewhere = Added.destinations(Added.step(null, Added.host("", "far", Peer.withEd25519())));
        as(
                "keeps constraints in message 17",
                ok(join(Added.key(KEY, "one"), elsewhere)),
                list("one"),
                no(sign(KEY, 0)));
        as("keeps a lifetime", ok(Added.key(KEY, "one", Added.lifetime(600))), list("one"));
        as("knows no other constraint", no(Added.key(KEY, "one", new byte[] {3, 0, 0, 0, 1})), list(""));
        as("knows no other extension", no(Added.key(KEY, "one", Added.extension("a@example.org", DATA))), list(""));
        as("takes no lifetime twice", no(Added.key(KEY, "one", Added.lifetime(9), Added.lifetime(9))), list(""));
        as("takes no confirmation twice", no(Added.key(KEY, "one", Added.confirm(), Added.confirm())), list(""));
        as("takes no restriction twice", no(Added.key(KEY, "one", elsewhere, elsewhere)), list(""));
        as("takes no cut constraint", no(Added.key(KEY, "one", new byte[] {1, 0, 0})), list(""));
        // OpenSSH takes it, and the key is then free
        ours("takes no restriction to nowhere", no(Added.key(KEY, "one", Added.destinations())), list(""));
    }

    private void refusals() {
        byte[] load = new SshWriter().uint8(20).string("/none.so").string("").toBytes();
        byte[] unload = new SshWriter().uint8(21).string("/none.so").string("").toBytes();
        as("loads no token", no(load), no(unload), list(""));
        as(
                "has no other extension",
                no(new SshWriter().uint8(27).string("a@example.org").toBytes()));
        as(
                "answers what it does not know",
                no(new byte[] {0}),
                no(new byte[] {99}),
                no(new byte[] {(byte) 255}),
                list(""));
        as("takes no offence at bytes after a list", list(new byte[] {11, 1, 2}, ""));
        as(
                "refuses what is cut",
                no(new byte[] {13}),
                no(new byte[] {17}),
                no(new byte[] {18, 0}),
                no(new byte[] {25}),
                list(""));
        // OpenSSH signs with them, which can give the key away
        ours("takes no key with halves of two keys", no(halves()), list(""));
        // OpenSSH's agent ends itself, the peer's own one
        ours("outlives a lock that is cut", no(new byte[] {22}), no(new byte[] {23, 0, 0, 0, 9}), list(""));
    }

    private static byte[] halves() {
        byte[] message = Added.key(KEY);
        byte[] other = Added.fields(JdkKey.ed25519());
        int fields = 1 + Integer.BYTES + "ssh-ed25519".length();
        int seed = 2 * Integer.BYTES + 32;
        System.arraycopy(other, seed, message, fields + seed, 32);
        return message;
    }
}
