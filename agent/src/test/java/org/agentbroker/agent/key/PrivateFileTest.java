package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rw---x--x"})
    void readsWhatOnlyItsOwnerMayReadOrWrite(String mode) throws Exception {
        assertThat(PrivateFile.read(file(mode, new byte[] {1, 2}))).containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({"rw-r--r--", "rw-r-----", "rw----r--", "rw-rw-rw-"})
    void refusesWhatOthersMayRead(String mode) throws IOException {
        Path file = file(mode, new byte[1]);
        assertUnusable(() -> PrivateFile.read(file), file + " can be read by others", "chmod 600 " + file);
    }

    @ParameterizedTest
    @CsvSource({"rw--w----", "rw-----w-"})
    void refusesWhatOthersMayWrite(String mode) throws IOException {
        Path file = file(mode, new byte[1]);
        assertUnusable(() -> PrivateFile.read(file), file + " can be written by others", "chmod 600 " + file);
    }

    @Test
    void readsACredentialWhoseAccessListShowsInTheGroupsBits() throws Exception {
        assertThat(PrivateFile.readCredential(file("r--r-----", new byte[] {3})))
                .containsExactly(3);

        Path open = file("r--r--r--", new byte[1]);
        assertUnusable(() -> PrivateFile.readCredential(open), open + " can be read by others", "chmod 600 " + open);
    }

    /** A number without a name, as in a container; another user's file is refused under whatever name. */
    @Test
    void goesByTheNumberOfTheOwner() throws Exception {
        Path file = file("rw-------", new byte[1]);
        assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root can give files away");
        Files.setAttribute(file, "unix:uid", 54321);
        assertUnusable(
                () -> PrivateFile.read(file), file + " belongs to 54321", "chown it to the user that runs broker");
        Files.setAttribute(file, "unix:uid", 0);
        assertThat(PrivateFile.read(file)).hasSize(1);
    }

    @Test
    void tellsAMissingFile() {
        Path file = directory.resolve("none");
        assertUnusable(() -> PrivateFile.read(file), file + " does not exist", "check the path");
    }

    @Test
    void tellsADirectory() {
        assertUnusable(() -> PrivateFile.read(directory), directory + " is not a file", "name a regular file");
    }

    @Test
    void tellsALinkToItself() throws IOException {
        Path loop = directory.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        assertUnusable(() -> PrivateFile.read(loop), loop + " cannot be looked at", "ls -l " + loop);
    }

    @Test
    void followsALinkToThePermissionsOfItsTarget() throws Exception {
        Path open = file("rw-r--r--", new byte[1]);
        Path link = Files.createSymbolicLink(directory.resolve("link"), open);
        assertUnusable(() -> PrivateFile.read(link), link + " can be read by others", "chmod 600 " + link);
    }

    @Test
    void readsAMebibyteAndNoMore() throws Exception {
        assertThat(PrivateFile.read(file("rw-------", new byte[1 << 20]))).hasSize(1 << 20);

        Path larger = file("rw-------", new byte[(1 << 20) + 1]);
        assertUnusable(() -> PrivateFile.read(larger), larger + " is larger than 1 MiB", "is it the right file?");
    }

    @Test
    void guardsTheFileOfAKey() throws Exception {
        Path open = file("rw-r--r--", Keys.file("ed25519"));
        assertUnusable(() -> AgentKey.load(open, null), open + " can be read by others", "chmod 600 " + open);

        try (AgentKey key = AgentKey.load(file("rw-------", Keys.file("ed25519")), null)) {
            assertThat(key.keyType()).isEqualTo("ssh-ed25519");
        }
    }

    private Path file(String mode, byte[] contents) throws IOException {
        Path file = Files.write(Files.createTempFile(directory, "file", ""), contents);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
