package org.agentbroker.broker.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadOnlyRequestsTest {
    private final ByteArrayOutputStream passed = new ByteArrayOutputStream();

    private static byte[] packet(int type, byte[]... fields) {
        int length = 1
                + Integer.BYTES
                + Arrays.stream(fields).mapToInt(field -> field.length).sum();
        ByteBuffer packet = ByteBuffer.allocate(Integer.BYTES + length);
        packet.putInt(length).put((byte) type).putInt(7);
        for (byte[] field : fields) {
            packet.put(field);
        }
        return packet.array();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private void copy(byte[]... packets) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] packet : packets) {
            all.writeBytes(packet);
        }
        ReadOnlyRequests.copy(new ByteArrayInputStream(all.toByteArray()), passed);
    }

    @Test
    void passesWhatReads() throws IOException {
        byte[][] packets = {
            packet(1),
            packet(3, string("/etc/hosts"), number(1), number(0)),
            packet(4, string("h")),
            packet(5, string("h"), number(0), number(0), number(32768)),
            packet(7, string("/")),
            packet(8, string("h")),
            packet(11, string("/")),
            packet(12, string("h")),
            packet(16, string(".")),
            packet(17, string("/")),
            packet(19, string("/link")),
            packet(200, string("statvfs@openssh.com"), string("/"))
        };

        copy(packets);

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(packets).forEach(all::writeBytes);
        assertThat(passed.toByteArray()).isEqualTo(all.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 9, 10, 13, 14, 15, 18, 20, 21, 22, 101, 199, 201, 255})
    void keepsWhatChangesOrIsUnknown(int type) {
        assertRefused(packet(type, string("/etc/passwd"), string("/x")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 4, 8, 9, 16, 0x1a, 0x21, -1})
    void keepsAnOpenThatIsNotForReadingAlone(int flags) {
        assertRefused(packet(3, string("/etc/passwd"), number(flags), number(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"posix-rename@openssh.com", "hardlink@openssh.com", "fsync@openssh.com", "copy-data", ""})
    void keepsExtensionsThatChange(String name) {
        assertRefused(packet(200, string(name), string("/a"), string("/b")));
    }

    @Test
    void keepsRequestsWhoseFieldsLie() {
        assertRefused(packet(3, number(1000), number(1), number(1)));
        assertRefused(packet(3, number(-1), number(1), number(1)));
        assertRefused(packet(3, string("/etc/hosts")));
        assertRefused(packet(3));
        assertRefused(packet(200, number(Integer.MAX_VALUE)));
        assertRefused(packet(200));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 4, (256 << 10) + 1, Integer.MAX_VALUE})
    void keepsAPacketOfNoUsualLength(int length) {
        assertRefused(number(length));
    }

    @Test
    void tellsAnEndWithinARequest() {
        assertThatThrownBy(() -> copy(Arrays.copyOf(packet(7, string("/etc")), 9)))
                .isInstanceOf(EOFException.class);
        assertThat(passed.size()).isZero();
    }

    private void assertRefused(byte[] packet) {
        byte[] before = packet(7, string("/"));
        passed.reset();
        assertThatThrownBy(() -> copy(before, packet)).isInstanceOf(ReadOnlyRequests.Refused.class);
        assertThat(passed.toByteArray()).isEqualTo(before);
    }
}
