package org.agentbroker.broker.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SftpReaderTest {
    private static final Path SERVER = Path.of("/usr/lib/openssh/sftp-server");

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();

    /** Of OpenSSH. */
    @Test
    void readsWhatARealServerHas(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(SERVER), "there is no " + SERVER);
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        String file = Files.write(directory.resolve("file"), bytes).toString();
        Files.createSymbolicLink(directory.resolve("link"), Path.of("file"));
        Files.write(directory.resolve("empty"), new byte[0]);
        Programs.output(List.of("mkfifo", directory.resolve("fifo").toString()), "");
        Process server = new ProcessBuilder(SERVER.toString(), "-R").start();
        try {
            SftpReader reader = SftpReader.greet(server.getInputStream(), server.getOutputStream());

            assertThat(reader.realPath("/usr/../usr/.")).isEqualTo("/usr");
            assertThat(reader.look(directory.toString())).isEqualTo(Kind.DIRECTORY);
            assertThat(reader.look(file)).isEqualTo(Kind.FILE);
            assertThat(reader.look(directory + "/link")).isEqualTo(Kind.LINK);
            assertThat(reader.look(directory + "/fifo")).isEqualTo(Kind.OTHER);
            assertThat(reader.look(directory + "/none")).isEqualTo(Kind.ABSENT);
            assertThat(reader.read(file, bytes.length)).isEqualTo(bytes);
            assertThat(reader.read(file, bytes.length - 1)).isNull();
            assertThat(reader.read(directory + "/empty", 10)).isEmpty();
            assertThat(reader.read(directory + "/none", 10)).isNull();
            assertThat(reader.read(directory.toString(), 10)).isNull();
        } finally {
            server.destroyForcibly();
        }
    }

    private void answer(int type, byte[]... fields) {
        int length = 1 + Arrays.stream(fields).mapToInt(field -> field.length).sum();
        answers.writeBytes(number(length));
        answers.write(type);
        Arrays.stream(fields).forEach(answers::writeBytes);
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    private SftpReader greeted() throws IOException {
        return SftpReader.greet(new ByteArrayInputStream(answers.toByteArray()), OutputStream.nullOutputStream());
    }

    @Test
    void takesNoOtherProgramForAServer() {
        answers.writeBytes("Last login: never\n".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(this::greeted).isInstanceOf(NoSftp.class).hasMessage("a packet of 1281454964 bytes");
        answers.reset();
        answer(2, number(2));
        assertThatThrownBy(this::greeted).isInstanceOf(NoSftp.class).hasMessage("no SFTP of version 3");
        answers.reset();
        answer(101, number(3));
        assertThatThrownBy(this::greeted).isInstanceOf(NoSftp.class);
        answers.reset();
        answer(2);
        assertThatThrownBy(this::greeted).isInstanceOf(NoSftp.class);
    }

    @Test
    void takesNoAnswerThatWasNotAskedFor() throws IOException {
        for (byte[][] fields : new byte[][][] {
            {number(2), number(1), string("/home")}, // another request's
            {number(1), number(2), string("/home")}, // two names
            {number(1), number(1), number(1 << 30)},
            {number(1), number(1), number(-1)},
            {number(1), number(1), string("/caf\u00e9")},
            {number(1)},
            {},
        }) {
            answers.reset();
            answer(2, number(3));
            answer(104, fields);
            SftpReader reader = greeted();
            assertThatThrownBy(() -> reader.realPath(".")).isInstanceOf(NoSftp.class);
        }
    }

    @Test
    void takesNoMoreBytesThanItAskedFor() throws IOException {
        for (String data : new String[] {"", "x".repeat(32769)}) {
            answers.reset();
            answer(2, number(3));
            answer(102, number(1), string("handle"));
            answer(103, number(2), string(data));
            SftpReader reader = greeted();
            assertThatThrownBy(() -> reader.read("/etc/passwd", 1 << 20)).isInstanceOf(NoSftp.class);
        }
    }

    @Test
    void takesAKindThatIsNotToldForNone() throws IOException {
        answer(2, number(3));
        answer(105, number(1), number(0));
        answer(105, number(2), number(1));
        SftpReader reader = greeted();
        assertThat(reader.look("/x")).isEqualTo(Kind.OTHER);
        assertThatThrownBy(() -> reader.look("/x"))
                .isInstanceOf(NoSftp.class)
                .hasMessage("an answer that is too short");
    }
}
