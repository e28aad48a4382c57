package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshReaderTest {
    /** The examples of RFC 4251, 5 that are not negative, and a byte with its highest bit set. */
    @ParameterizedTest
    @CsvSource({"00000000, 0", "00000008 09a378f9b2e332a7, 9a378f9b2e332a7", "00000002 0080, 80", "00000001 7f, 7f"})
    void readsNumbersInTheirShortestForm(String bytes, String number) throws MalformedMessage {
        SshReader in = reader(bytes);

        assertThat(in.mpint("n")).isEqualTo(new BigInteger(number, 16));
        in.end();
        assertThat(new SshWriter().mpint(new BigInteger(number, 16)).toBytes()).isEqualTo(hex(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000001 80", // -128
                "00000002 edcc", // -1234 (RFC 4251, 5)
                "00000001 00", // zero is no bytes
                "00000002 007f", // padded
                "00000003 000080" // padded twice
            })
    void refusesNegativeAndPaddedNumbers(String bytes) {
        malformed(() -> reader(bytes).mpint("n"), "n is not a number in its shortest form");
    }

    @Test
    void refusesWhatIsCutOff() {
        malformed(() -> reader("").uint8("b"), "b is cut off");
        malformed(() -> reader("000000").int32("i"), "i is cut off");
        malformed(() -> reader("00000002 61").string("s"), "s is cut off");
        malformed(() -> reader("7fffffff 61").string("s"), "s is cut off");
        malformed(() -> reader("80000000 61").string("s"), "s is longer than the message");
        malformed(() -> reader("ffffffff").blob("s"), "s is longer than the message");
    }

    @Test
    void readsOneFieldAfterTheOther() throws MalformedMessage {
        SshReader in = reader("ff 00 01 fffffffe 00000002 6869 00000000 0102");

        assertThat(in.uint8("b")).isEqualTo(255);
        assertThat(in.bool("no")).isFalse();
        assertThat(in.bool("yes")).isTrue();
        assertThat(in.int32("i")).isEqualTo(-2);
        assertThat(in.name("s")).isEqualTo("hi");
        assertThat(in.string("empty")).isEmpty();
        assertThat(in.position()).isEqualTo(17);
        malformed(in::end, "2 bytes after the end");
        assertThat(in.rest()).containsExactly(1, 2);
        in.end();
    }

    @Test
    void givesANameThatIsNotAsciiAnotherFaceThanAnyKnownOne() throws MalformedMessage {
        assertThat(reader("00000002 c3a4").name("s")).isEqualTo("\u00c3\u00a4");
    }

    private static void malformed(ThrowingCallable call, String what) {
        assertThatThrownBy(call).isInstanceOf(MalformedMessage.class).hasMessage(what);
    }

    private static SshReader reader(String bytes) {
        return new SshReader(hex(bytes));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
