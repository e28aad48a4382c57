package org.agentbroker.broker.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.session.Visit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The script that edits the client's authorized_keys, in each shell that may be its sh. */
class KeysScriptTest {
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI+/x=";
    private static final ClientLine LINE = line(Return.EMBEDDED, "borg-server");

    @TempDir
    Path home;

    private Path directory;
    private Path file;

    private static ClientLine line(Return way, String host) {
        return new ClientLine(ClientLine.options(way), KEY, "broker@" + host);
    }

    static Stream<List<String>> shells() {
        return Stream.of(List.of("sh"), List.of("dash"), List.of("bash", "--posix"), List.of("busybox", "sh"))
                .filter(words -> Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, words.get(0)))));
    }

    @BeforeEach
    void names() {
        directory = home.resolve(".ssh");
        file = directory.resolve("authorized_keys");
    }

    private KeysScript.Answer run(List<String> shell, String verb, ClientLine line, String made) throws Exception {
        return run(shell, KeysScript.input(verb, line, made));
    }

    private KeysScript.Answer run(List<String> shell, byte[] input) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(shell);
        builder.environment().put("HOME", home.toString());
        builder.redirectErrorStream(false);
        Process process = builder.start();
        process.getOutputStream().write(input);
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return KeysScript.Answer.of(new Visit.Answer(process.waitFor(), out, err));
    }

    private void write(String text, String mode) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private String text() throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void makesWhatIsMissingAndTakesItAwayAgain(List<String> shell) throws Exception {
        KeysScript.Answer added = run(shell, "add", LINE, "");

        assertThat(added.word()).isEqualTo("added");
        assertThat(added.rest()).isEqualTo("directory file");
        assertThat(text()).isEqualTo(LINE.text() + "\n");
        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("there");
        assertThat(run(shell, "remove", LINE, "directory file").word()).isEqualTo("removed");
        assertThat(directory).doesNotExist();
        assertThat(run(shell, "remove", LINE, "").word()).isEqualTo("there");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void otherLinesKeepEveryByte(List<String> shell) throws Exception {
        String before = "ssh-rsa AAAA other\r\n\n# \u00e9 \u00ff\u0001\n  no end, $(touch x) `touch x` \\";
        write(before, "rw-r--r--");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("added");
        assertThat(text()).isEqualTo(LINE.text() + "\n" + before);
        assertThat(mode(file)).isEqualTo("rw-r--r--");
        assertThat(run(shell, "remove", LINE, "").word()).isEqualTo("removed");
        assertThat(text()).isEqualTo(before);
        assertThat(home.toFile().list()).containsExactly(".ssh");
        assertThat(directory.toFile().list()).containsExactly("authorized_keys");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theLineOfAnotherWayIsReplaced(List<String> shell) throws Exception {
        write("# first\n" + line(Return.DIRECT, "elsewhere").text() + "\n# last\n", "rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("replaced");
        assertThat(text()).isEqualTo(LINE.text() + "\n# first\n# last\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theLineThatAllowsOnlyTheNameIsReplaced(List<String> shell) throws Exception {
        String older = LINE.text().replace(",permitlisten=\"127.0.0.1:*\"", "");
        assertThat(older).isNotEqualTo(LINE.text());
        write(older + "\n# last\n", "rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("replaced");
        assertThat(text()).isEqualTo(LINE.text() + "\n# last\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLineThatSomebodyWroteStaysUnlessItIsToBeTightened(List<String> shell) throws Exception {
        String open = KEY + " broker@borg-server\n";
        write(open + "from=\"10.0.0.1\",restrict " + KEY + "\n# " + KEY + "\n", "rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("open");
        assertThat(run(shell, "remove", LINE, "").word()).isEqualTo("there");
        assertThat(text()).startsWith(open);
        assertThat(run(shell, "tighten", LINE, "").word()).isEqualTo("replaced");
        assertThat(text()).isEqualTo(LINE.text() + "\n# " + KEY + "\n");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aLineWithOtherOptionsIsSaidToBeRestricted(List<String> shell) throws Exception {
        write("restrict,command=\"true\" " + KEY + " x\n", "rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("restricted");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void theSameOptionsWithAnotherCommentAreEnough(List<String> shell) throws Exception {
        String before = LINE.options() + " " + KEY + " by hand\n";
        write(before, "rw-------");

        assertThat(run(shell, "add", LINE, "").word()).isEqualTo("there");
        assertThat(run(shell, "remove", LINE, "").word()).isEqualTo("there");
        assertThat(text()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void linksAreNotFollowed(List<String> shell) throws Exception {
        Files.createDirectory(directory);
        Path target = Files.writeString(home.resolve("target"), "");
        Files.createSymbolicLink(file, target);

        KeysScript.Answer answer = run(shell, "add", LINE, "");

        assertThat(answer.word()).isEqualTo("refused");
        assertThat(answer.rest()).isEqualTo("link " + file);
        assertThat(target).isEmptyFile();

        Files.delete(file);
        Files.move(directory, home.resolve("elsewhere"));
        Files.createSymbolicLink(directory, home.resolve("elsewhere"));
        assertThat(run(shell, "add", LINE, "").rest()).isEqualTo("link " + directory);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aFileOfSomebodyElseIsRefused(List<String> shell) throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
        write("", "rw-r--r--");
        Files.setAttribute(file, "unix:uid", 65534);

        assertThat(run(shell, "add", LINE, "").rest()).isEqualTo("owner " + file);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aDirectoryInItsPlaceIsRefused(List<String> shell) throws Exception {
        Files.createDirectories(file);

        assertThat(run(shell, "add", LINE, "").rest()).isEqualTo("kind " + file);
    }

    /** The connection may be lost at any byte. */
    @ParameterizedTest
    @MethodSource("shells")
    void aScriptThatIsCutOffDoesNothing(List<String> shell) throws Exception {
        byte[] whole = KeysScript.input("add", LINE, "");
        int last = new String(whole, StandardCharsets.UTF_8).lastIndexOf("broker_setup '");
        int end = whole.length - " end </dev/null\n".length();
        run(shell, Arrays.copyOf(whole, last / 2));
        for (int length = last; length < end; length += 9) {
            run(shell, Arrays.copyOf(whole, length));
        }
        for (int length = end; length < end + " end".length(); length++) {
            run(shell, Arrays.copyOf(whole, length));
        }

        assertThat(home.toFile().list()).isEmpty();
    }
}
