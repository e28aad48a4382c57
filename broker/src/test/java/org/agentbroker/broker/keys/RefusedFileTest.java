package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no account's own authorized_keys, and so is not touched. */
class RefusedFileTest {
    private static final int NOBODY = 65534;

    @TempDir
    Path directory;

    private KeysHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = KeysHome.own(directory);
    }

    @Test
    void aLink() throws Exception {
        Path target = Files.writeString(directory.resolve("target"), "x\n");
        Files.createSymbolicLink(home.file, target);
        refuses(home.file + " is a symbolic link", "put the file itself in its place");
        assertThat(target).hasContent("x");
    }

    @Test
    void aLinkToNothing() throws Exception {
        Files.createSymbolicLink(home.file, directory.resolve("target"));
        refuses(home.file + " is a symbolic link", "put the file itself in its place");
        assertThat(directory.resolve("target")).doesNotExist();
    }

    @Test
    void aDirectoryBehindALink() throws Exception {
        Path real = home.account.home().resolve("real");
        Files.move(home.ssh, real);
        Files.createSymbolicLink(home.ssh, real);
        refuses(".ssh of " + home.ssh + " is a symbolic link", "put a directory in its place, or name the file");
        assertThat(real).isEmptyDirectory();
    }

    @Test
    void aHomeBehindALinkThatIsNotRoots() throws Exception {
        Path real = directory.resolve("real");
        Files.move(home.account.home(), real);
        Files.createSymbolicLink(home.account.home(), real);
        // the temporary directory may be changed by others, so this link may be anybody's
        refuses("home of " + home.ssh + " is a symbolic link", "put a directory in its place, or name the file");
    }

    @Test
    void aFileInPlaceOfTheDirectory() throws Exception {
        Files.delete(home.ssh);
        Files.createFile(home.ssh);
        refuses(".ssh of " + home.ssh + " is no directory", "ls -ld " + home.ssh);
    }

    @Test
    void aDirectory() throws Exception {
        Files.createDirectory(home.file);
        refuses(home.file + " is not a file", "ls -l " + home.file);
    }

    @Test
    void aPipe() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", home.file.toString()).start().waitFor())
                .isZero();
        refuses(home.file + " is not a file", "ls -l " + home.file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw----rw-", "rw-----w-", "rwxrwxrwx"})
    void aFileThatOthersMayWrite(String mode) throws Exception {
        home.write("x\n");
        Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString(mode));
        refuses(home.file + " can be written by others", "chmod go-w " + home.file);
    }

    @Test
    void aDirectoryThatOthersMayWrite() throws Exception {
        Files.setPosixFilePermissions(home.ssh, PosixFilePermissions.fromString("rwxrwxrwx"));
        refuses(home.ssh + " can be written by others", "chmod go-w " + home.ssh);
    }

    @Test
    void aFileThatAnotherGroupMayWrite() throws Exception {
        assumeRoot();
        home.write("x\n");
        Files.setAttribute(home.file, "unix:gid", NOBODY);
        Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString("rw-rw----"));
        refuses(home.file + " can be written by others", "chmod go-w " + home.file);
    }

    @Test
    void aFileOfSomebodyElse() throws Exception {
        assumeRoot();
        home.write("x\n");
        Files.setAttribute(home.file, "unix:uid", NOBODY);
        refuses(home.file + " belongs to " + Files.getOwner(home.file).getName(), "chown it to somebody");
    }

    @Test
    void aDirectoryOfSomebodyElse() throws Exception {
        assumeRoot();
        Files.setAttribute(home.ssh, "unix:uid", NOBODY);
        refuses(home.ssh + " belongs to " + Files.getOwner(home.ssh).getName(), "chown it to somebody");
    }

    @Test
    void aFileOfMoreThan4MiB() throws Exception {
        home.write("");
        try (RandomAccessFile file = new RandomAccessFile(home.file.toFile(), "rw")) {
            file.setLength((4 << 20) + 1);
        }
        refuses(home.file + " is larger than 4 MiB", "is it the right file?");
    }

    @Test
    void aDirectoryWithoutAHome() throws Exception {
        Files.delete(home.ssh);
        Files.delete(home.account.home());
        refuses(home.account.home() + " does not exist", "make it: mkdir -p " + home.account.home());
    }

    @Test
    void theFileOfAnotherAccountUnlessThisIsRoot() throws Exception {
        assumeTrue(!isRoot(), "root may change all");
        Account other = new Account("other", 1, 1, home.account.home());
        try (AuthorizedKeys keys = AuthorizedKeys.of(
                other, home.file, home.locks, Duration.ofSeconds(1), InstantSource.fixed(KeysHome.NOW))) {
            assertUnusable(
                    keys, "the keys of other can be changed by root and other only", "run broker as one of them");
        }
    }

    @Test
    void aFileThatAnotherBrokerChanges() throws Exception {
        home.write("x\n");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(KeysHome.line("web1"), "web1"); // makes the lock
        }
        Path lock;
        try (Stream<Path> locks = Files.list(home.locks)) {
            lock = locks.findFirst().orElseThrow();
        }
        assertThat(KeysHome.mode(lock)).isEqualTo("rw-------");
        try (FileChannel held = FileChannel.open(lock, StandardOpenOption.WRITE);
                AuthorizedKeys keys = AuthorizedKeys.of(
                        home.account,
                        home.file,
                        home.locks,
                        Duration.ofMillis(30),
                        InstantSource.fixed(KeysHome.NOW))) {
            held.lock();
            assertUnusable(
                    keys,
                    home.file + " is being changed by another broker for 0 s",
                    "see which one hangs: fuser " + lock);
        }
    }

    @Test
    void aFileWhoseLocksHaveNoPlace() throws Exception {
        Files.delete(home.locks);
        try (AuthorizedKeys keys = home.keys()) {
            assertThatThrownBy(() -> keys.add(KeysHome.line("web1"), "web1"))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessageContaining("cannot be changed: NoSuchFileException: " + home.locks);
        }
    }

    private void refuses(String what, String hint) throws Exception {
        Map<String, String> before = tree();
        try (AuthorizedKeys keys = home.keys()) {
            assertUnusable(keys, what, hint);
        }
        assertThat(tree()).isEqualTo(before);
    }

    private static void assertUnusable(AuthorizedKeys keys, String what, String hint) {
        assertThatThrownBy(() -> keys.add(KeysHome.line("web1"), "web1"))
                .isInstanceOfSatisfying(UnusableInput.class, e -> {
                    assertThat(e.what()).isEqualTo(what);
                    assertThat(e.hint()).isEqualTo(hint);
                });
    }

    private Map<String, String> tree() throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory, new FileVisitOption[0])) {
            for (Path path : all.filter(each -> !each.startsWith(home.locks)).toList()) {
                tree.put(
                        path.toString(),
                        KeysHome.owner(path)
                                + Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS)
                                + Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS));
            }
        }
        return tree;
    }

    private void assumeRoot() {
        assumeTrue(isRoot(), "only root can give files away");
    }

    private boolean isRoot() {
        return home.account.uid() == 0;
    }
}
