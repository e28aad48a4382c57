package org.agentbroker.broker.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nobody leads it elsewhere, and it begins in the directory that was asked for or not at all. */
@Execution(ExecutionMode.CONCURRENT)
class TargetScriptTest {
    private static final int SOMEBODY = 54321;

    @TempDir
    Path temporary;

    private Path home;
    private Path outside;

    static Stream<String> shells() {
        return Stream.of("dash", "bash", "busybox", "mksh", "zsh");
    }

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectory(temporary.toRealPath().resolve("home"));
        mode(home, "rwxr-xr-x");
        outside = Files.createDirectory(temporary.toRealPath().resolve("outside"));
        Files.writeString(outside.resolve("file"), "");
    }

    /** What the script said, and what the program did. */
    private record Said(int status, List<String> facts, List<String> lines, String errors) {
        void assertRefused(String what) {
            assertThat(status).as(toString()).isEqualTo(TargetScript.REFUSED);
            assertThat(facts).as(toString()).endsWith("refused " + what);
        }

        void assertBegan(Path where) {
            assertThat(status).as(toString()).isEqualTo(5);
            assertThat(facts).as(toString()).endsWith("ready " + where);
            assertThat(lines).as(toString()).startsWith(where.toString());
            assertThat(errors).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("shells")
    void makesADirectoryForTheLoginAlone(String shell) throws Exception {
        Said absolute = run(shell, home + "//a/./b*/", List.of());
        absolute.assertBegan(home.resolve("a/b*"));
        for (String made : List.of("a", "a/b*")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(made))))
                    .isEqualTo("rwx------");
        }
        assertThat(absolute.lines).containsExactly(home.resolve("a/b*").toString(), "-x", "two words");

        run(shell, "a/-n", List.of()).assertBegan(home.resolve("a/-n"));
        run(shell, "a/-n/../" + "it's", List.of()).assertBegan(home.resolve("a/it's"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void namesMayBeAnything(String shell) throws Exception {
        Said said = run(shell, "one\ntwo\n", List.of("a\nb/c"));
        assertThat(said.status).as(said.toString()).isEqualTo(5);
        assertThat(home.resolve("one\ntwo\n")).isDirectory();

        Files.createSymbolicLink(home.resolve("one\ntwo\n/l\n"), outside);
        run(shell, "one\ntwo\n", List.of("x", "l\n/file"), "overwrite")
                .assertRefused(
                        "below " + (home + "/one\ntwo\n/l\n").replace('\n', ' ').strip());
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aDirectoryThatIsThereIsEmptyUnlessItMayBeReplaced(String shell) throws Exception {
        Path there = Files.createDirectory(home.resolve("there"));
        run(shell, "there", List.of()).assertBegan(there);
        Files.writeString(there.resolve(".hidden"), "");
        run(shell, "there", List.of()).assertRefused("notempty " + there);
        run(shell, "there", List.of(), "overwrite").assertBegan(there);

        Files.writeString(home.resolve("file"), "");
        run(shell, "file/x", List.of()).assertRefused("cannot " + home + "/file: it is no directory");
        assertThat(home).isDirectoryContaining("glob:**/file").isDirectoryContaining("glob:**/there");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void overAllOfAMachineItHasToBeSaid(String shell) throws Exception {
        run(shell, "/proc/..", List.of()).assertRefused("whole /");
        run(shell, "/", List.of(), "overwrite").assertBegan(Path.of("/"));
        run(shell, "/", List.of(), "dry").assertBegan(Path.of("/"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void whereItIsNotWritableItSaysSo(String shell) throws Exception {
        Said said = run(shell, "/proc/restored", List.of());
        assertThat(said.status).isEqualTo(TargetScript.REFUSED);
        assertThat(said.facts.get(1)).startsWith("refused cannot /proc/restored: ");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aDryRunMakesNothing(String shell) throws Exception {
        Said said = run(shell, "a/b", List.of(), "dry");
        assertThat(said.status).as(said.toString()).isEqualTo(5);
        assertThat(home).isEmptyDirectory();

        Files.createSymbolicLink(home.resolve("l"), outside);
        run(shell, ".", List.of("l/file"), "dry").assertRefused("notempty " + home);
        run(shell, ".", List.of("l/file"), "dry", "overwrite").assertRefused("below " + home + "/l");
        assertThat(home).isDirectoryNotContaining("glob:**/a");
    }

    @ParameterizedTest
    @MethodSource("shells")
    void noLinkIsFollowedAbovePaths(String shell) throws Exception {
        Files.createDirectories(home.resolve("data/alice"));
        Files.createSymbolicLink(home.resolve("data/alice/docs"), outside);

        run(shell, ".", List.of("data/x", "data/alice/docs/file"), "overwrite")
                .assertRefused("below " + home + "/data/alice/docs");
        // what is at a path is replaced
        run(shell, ".", List.of("data/alice/docs"), "overwrite").assertBegan(home);
        // in a new directory there is nothing
        run(shell, "new", List.of("data/alice/docs/file")).assertBegan(home.resolve("new"));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void onlyRootsLinksAreFollowed(String shell) throws Exception {
        needRoot();
        Path real = Files.createDirectories(temporary.resolve("elsewhere/real"));
        Files.createSymbolicLink(home.resolve("relative"), Path.of("../elsewhere/real"));
        Files.createSymbolicLink(home.resolve("absolute"), real);
        run(shell, home + "/relative/a", List.of()).assertBegan(real.resolve("a"));
        run(shell, home + "/absolute/b", List.of()).assertBegan(real.resolve("b"));

        Path theirs = Files.createSymbolicLink(home.resolve("theirs"), outside);
        chown(theirs);
        run(shell, home + "/theirs/c", List.of()).assertRefused("link " + theirs);

        // root's link, to where theirs is on the way
        Files.createSymbolicLink(home.resolve("twice"), theirs);
        run(shell, home + "/twice/c", List.of()).assertRefused("link " + theirs);

        mode(home, "rwxrwxr-x");
        run(shell, home + "/relative/c", List.of()).assertRefused("link " + home + "/relative");
        mode(home, "rwxr-xr-x");
        chown(home);
        run(shell, home + "/relative/c", List.of()).assertRefused("above " + home);

        Path loop = Files.createSymbolicLink(temporary.resolve("elsewhere/loop"), Path.of("loop"));
        run(shell, loop + "/c", List.of()).assertRefused("link " + loop);
        assertThat(outside.resolve("c")).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("shells")
    void inADirectoryOfOthersNothingIsRestored(String shell) throws Exception {
        needRoot();
        Path theirs = Files.createDirectory(home.resolve("theirs"));
        chown(theirs);
        run(shell, "theirs", List.of()).assertRefused("owner " + theirs);
        // a new one can be exchanged in there, and borg goes the whole way for each file
        run(shell, "theirs/new", List.of()).assertRefused("above " + theirs);

        Path open = Files.createDirectory(home.resolve("open"));
        mode(open, "rwxrwxrwx");
        run(shell, "open", List.of()).assertRefused("others " + open);
        mode(open, "rwxrwxr-x");
        Files.setAttribute(open, "unix:gid", SOMEBODY);
        run(shell, "open", List.of(), "overwrite").assertRefused("others " + open);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void aTarThatFollowsLinksIsForNewDirectoriesOnly(String shell) throws Exception {
        Path tar = program("tar", "case $1 in --version) echo \"$KIND\";; *) exit 5;; esac");
        Files.writeString(home.resolve("file"), "");
        assertThat(tar(shell, tar, "tar (GNU tar) 1.34", ".").facts).contains("gnu", "ready " + home);
        assertThat(tar(shell, tar, "bsdtar 3.6", ".").facts)
                .doesNotContain("gnu")
                .contains("ready " + home);
        tar(shell, tar, "tar: unrecognized option", ".").assertRefused("plain " + home);
        assertThat(tar(shell, tar, "tar: unrecognized option", "new").status).isEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("shells")
    void withoutTheProgramNothingIsMade(String shell) throws Exception {
        Said said = start(shell, TargetScript.text(), "no-such-borg", "", List.of("new", "", "", "0"));
        said.assertRefused("missing no-such-borg");
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void isOneLine() {
        assertThat(TargetScript.text()).doesNotContain("\n");
        assertThat(TargetScript.tar()).doesNotContain("\n").contains("GNU tar");
    }

    private Said tar(String shell, Path tar, String kind, String to) throws Exception {
        return start(shell, TargetScript.tar(), tar.toString(), kind, List.of(to, "yes", "", "0", "-x"));
    }

    private Said run(String shell, String to, List<String> paths, String... options) throws Exception {
        List<String> said = List.of(options);
        List<String> words = new ArrayList<>(List.of(
                to,
                said.contains("overwrite") ? "yes" : "",
                said.contains("dry") ? "yes" : "",
                Integer.toString(paths.size())));
        words.addAll(paths);
        words.addAll(List.of("-x", "two words"));
        Path program = program("borg", "pwd -P; printf '%s\\n' \"$@\"; exit 5");
        return start(shell, TargetScript.text(), program.toString(), "", words);
    }

    private Said start(String shell, String text, String program, String kind, List<String> words) throws Exception {
        Path sh = temporary.resolve("sh");
        Files.deleteIfExists(sh);
        Files.createSymbolicLink(sh, Path.of(Programs.require(shell)));
        List<String> command = new ArrayList<>(List.of(sh.toString(), "-c", text, program));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectError(temporary.resolve("errors").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("KIND", kind);
        Process process = builder.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Files.delete(sh); // JUnit warns of links that it deletes
        return new Said(
                process.exitValue(),
                out.lines()
                        .filter(line -> line.startsWith(TargetScript.SAYS))
                        .map(line -> line.substring(TargetScript.SAYS.length()).strip())
                        .toList(),
                out.lines().filter(line -> !line.startsWith(TargetScript.SAYS)).toList(),
                Files.readString(temporary.resolve("errors")));
    }

    private Path program(String name, String text) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), "#!/bin/sh\n" + text + "\n");
        mode(file, "rwxr-xr-x");
        return file;
    }

    private static void mode(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static void chown(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", SOMEBODY, LinkOption.NOFOLLOW_LINKS);
    }

    private static void needRoot() throws IOException {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "only root has files of others");
    }
}
