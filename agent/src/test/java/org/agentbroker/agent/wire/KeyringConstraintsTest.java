package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The constraints behind an added key, one wrong thing at a time: the whole request is refused, never a part passed over. */
class KeyringConstraintsTest {
    private static final byte[] LIFETIME = {1, 0, 0, 0, 60};
    private static final byte[] CONFIRM = {2};
    private static final byte[] EMPTY = {};
    private static final byte[] KEY = Golden.publicKey("host-ed25519").blob().toBytes();

    @Test
    void takesEachConstraintBehindBothMessages() {
        for (int number : new int[] {17, 25}) {
            assertThat(constraints(decode(number, LIFETIME, CONFIRM, destinations(destination()))))
                    .isEqualTo(new KeyConstraints(
                            OptionalLong.of(60), true, List.of(new DestinationConstraint(null, host(), blob("")))));
        }
    }

    @Test
    void takesThemInAnyOrder() {
        assertThat(constraints(decode(25, destinations(destination()), CONFIRM, LIFETIME)))
                .isEqualTo(constraints(decode(25, LIFETIME, CONFIRM, destinations(destination()))));
    }

    @Test
    void readsALifetimeWithoutASign() {
        byte[] longest = {1, -1, -1, -1, -1};
        byte[] none = {1, 0, 0, 0, 0};

        assertThat(constraints(decode(25, longest)).lifetime()).hasValue(4294967295L);
        assertThat(constraints(decode(25, none)).lifetime()).hasValue(0);
    }

    @Test
    void refusesAConstraintThatStandsThereTwice() {
        malformed("a second lifetime", LIFETIME, CONFIRM, LIFETIME);
        malformed("a second confirm", CONFIRM, CONFIRM);
        malformed("a second list of destinations", destinations(destination()), destinations(destination()));
    }

    /** 3 was the number of signatures of an XMSS key; FIDO keys come with a provider, tokens with their certificates. */
    @Test
    void refusesAConstraintThatItDoesNotKeep() {
        for (int number = 0; number < 255; number++) {
            if (number != 1 && number != 2) {
                unsupported(
                        "constraint " + number + ", which is not supported", new byte[] {(byte) number, 0, 0, 0, 1});
            }
        }
        for (String name : List.of(
                "sk-provider@openssh.com",
                "associated-certs-v00@openssh.com",
                "restrict-destination-v01@openssh.com",
                "restrict-destination-v00@openssh.com\0",
                "")) {
            unsupported("a constraint that is not supported", extension(name, EMPTY));
        }
    }

    /** However good the one before it is. */
    @Test
    void refusesAllForOneThatIsUnknown() {
        unsupported("constraint 9, which is not supported", LIFETIME, CONFIRM, new byte[] {9});
        unsupported("constraint 9, which is not supported", new byte[] {9}, LIFETIME);
    }

    @Test
    void refusesAConstraintThatIsCutOff() {
        malformed("lifetime is cut off", new byte[] {1});
        malformed("lifetime is cut off", new byte[] {1, 0, 0, 60});
        malformed("constraint name is cut off", new byte[] {-1});
        malformed("destinations is cut off", extension("restrict-destination-v00@openssh.com"));
        malformed(
                "destinations is cut off", extension("restrict-destination-v00@openssh.com", new byte[] {0, 0, 0, 1}));
    }

    /** OpenSSH's agent takes it, and leaves the key without any. */
    @Test
    void refusesAnEmptyListOfDestinations() {
        malformed("destination is cut off", destinations());
    }

    @Test
    void takesAsManyDestinationsAsOpenSsh() {
        byte[][] many = new byte[1024][];
        Arrays.fill(many, destination());

        assertThat(constraints(decode(25, destinations(many))).destinations()).hasSize(1024);
    }

    @Test
    void refusesOneDestinationMore() {
        byte[][] many = new byte[1025][];
        Arrays.fill(many, destination());

        malformed("more than 1024 destinations", destinations(many));
    }

    @Test
    void refusesFieldsThatAreReserved() {
        unsupported(
                "extension of a destination, which is not supported",
                destinations(strings(from(), to("", "host", KEY), new byte[1])));
        unsupported(
                "extension of a host, which is not supported",
                destinations(strings(from(), concat(strings(EMPTY, bytes("host"), new byte[1]), spec(KEY, 0)), EMPTY)));
        unsupported(
                "extension of a host, which is not supported",
                destinations(strings(strings(EMPTY, EMPTY, new byte[1]), to("", "host", KEY), EMPTY)));
    }

    @Test
    void refusesAFromWithAUser() {
        malformed(
                "user of from is not empty", destinations(strings(to("borg", "hop", KEY), to("", "host", KEY), EMPTY)));
    }

    @Test
    void refusesHostsThatAreNone() {
        malformed("from has keys and no name", destinations(strings(to("", "", KEY), to("", "host", KEY), EMPTY)));
        malformed("from has a name and no keys", destinations(strings(to("", "hop"), to("", "host", KEY), EMPTY)));
        malformed("to has keys and no name", destinations(strings(from(), to("", "", KEY), EMPTY)));
        malformed("to has a name and no keys", destinations(strings(from(), to("", "host"), EMPTY)));
        malformed("to is no host", destinations(strings(from(), from(), EMPTY)));
    }

    @Test
    void refusesAUserPatternThatIsTooLong() {
        assertThat(constraints(decode(25, destinations(strings(from(), to("*".repeat(256), "host", KEY), EMPTY))))
                        .destinations())
                .singleElement()
                .satisfies(each -> assertThat(each.userPattern().length()).isEqualTo(256));
        malformed(
                "user of to is longer than 256 bytes",
                destinations(strings(from(), to("*".repeat(257), "host", KEY), EMPTY)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "borg\0", "\0borg", "bo\0rg"})
    void refusesANulInAText(String text) {
        malformed("user of to has a NUL in it", destinations(strings(from(), to(text, "host", KEY), EMPTY)));
        malformed("name of to has a NUL in it", destinations(strings(from(), to("", text, KEY), EMPTY)));
        malformed("user of from has a NUL in it", destinations(strings(to(text, "hop", KEY), to("", "a", KEY), EMPTY)));
        malformed("name of from has a NUL in it", destinations(strings(to("", text, KEY), to("", "a", KEY), EMPTY)));
    }

    @Test
    void refusesKeysThatAreNone() {
        malformed(
                "is_ca is neither 0 nor 1",
                destinations(strings(from(), concat(strings(EMPTY, bytes("host"), EMPTY), spec(KEY, 2)), EMPTY)));
        malformed(
                "is_ca is cut off",
                destinations(strings(from(), concat(strings(EMPTY, bytes("host"), EMPTY), strings(KEY)), EMPTY)));
        malformed(
                "type of a host key is cut off",
                destinations(strings(from(), concat(strings(EMPTY, bytes("host"), EMPTY), spec(EMPTY, 0)), EMPTY)));
    }

    @Test
    void refusesBytesBehindADestination() {
        malformed(
                "1 bytes after the end",
                destinations(concat(strings(from(), to("", "host", KEY), EMPTY), new byte[1])));
    }

    /** A destination whose parts are cut off at any byte, with the lengths around it put right. */
    @Test
    void refusesADestinationThatIsCutOff() {
        byte[] whole = destination();
        for (int length = 0; length < whole.length; length++) {
            AgentRequest read = decode(25, destinations(Arrays.copyOf(whole, length)));
            assertThat(read).as("%d bytes", length).isInstanceOf(Malformed.class);
        }
    }

    private static void malformed(String why, byte[]... constraints) {
        assertThat(decode(25, constraints)).isEqualTo(new Malformed(25, why));
        assertThat(decode(17, constraints)).isEqualTo(new Malformed(17, why));
    }

    private static void unsupported(String why, byte[]... constraints) {
        assertThat(decode(25, constraints)).isEqualTo(new Unsupported(why));
    }

    private static KeyConstraints constraints(AgentRequest request) {
        assertThat(request).isInstanceOf(AddKey.class);
        return ((AddKey) request).constraints();
    }

    private static AgentRequest decode(int number, byte[]... constraints) {
        byte[] message = concat(Golden.message("add-ed25519"), concat(constraints));
        message[0] = (byte) number;
        return KeyringCodec.decode(message);
    }

    private static byte[] destinations(byte[]... destinations) {
        return extension("restrict-destination-v00@openssh.com", strings(strings(destinations)));
    }

    private static byte[] extension(String name, byte[]... rest) {
        return concat(new byte[] {-1}, strings(bytes(name)), concat(rest));
    }

    /** From the agent's own host to one host, for any user. */
    private static byte[] destination() {
        return strings(from(), to("", "host", KEY), EMPTY);
    }

    private static DestinationConstraint.Host host() {
        return new DestinationConstraint.Host("host", List.of(new DestinationConstraint.HostKey(Blob.of(KEY), false)));
    }

    private static byte[] from() {
        return strings(EMPTY, EMPTY, EMPTY);
    }

    private static byte[] to(String user, String name, byte[]... keys) {
        List<byte[]> parts = new ArrayList<>(List.of(strings(bytes(user), bytes(name), EMPTY)));
        for (byte[] key : keys) {
            parts.add(spec(key, 0));
        }
        return concat(parts.toArray(byte[][]::new));
    }

    private static byte[] spec(byte[] key, int authority) {
        return new SshWriter().string(key).uint8(authority).toBytes();
    }

    private static byte[] strings(byte[]... values) {
        SshWriter out = new SshWriter();
        for (byte[] value : values) {
            out.string(value);
        }
        return out.toBytes();
    }

    private static byte[] concat(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static Blob blob(String text) {
        return Blob.of(bytes(text));
    }
}
