package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a change leaves as it was, and what it takes along. */
class AuthorizedKeysTest {
    private static final String OTHERS = "# mine\nssh-ed25519 AAAA me\n";

    @TempDir
    Path directory;

    private KeysHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = KeysHome.own(directory);
    }

    @Test
    void putsTheLineBeforeAllOthersAndTakesItOutAgain() throws Exception {
        home.write(OTHERS);
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(home.read()).isEqualTo(line.text() + "\n" + OTHERS);
            keys.remove(line);
            assertThat(home.read()).isEqualTo(OTHERS);
            keys.remove(line);
        }
        assertThat(home.read()).isEqualTo(OTHERS);
        assertThat(home.names()).containsExactly("authorized_keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no end of line",
                "CRLF\r\nand\r\n",
                "\n\n \t\n",
                "\u00e9\u00ff\u0000\u0080 latin1\n",
                "a\rb\n",
                "x\n\r"
            })
    void keepsEveryByteOfOthers(String others) throws Exception {
        byte[] bytes = others.getBytes(StandardCharsets.ISO_8859_1);
        home.write(bytes);
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(Files.readAllBytes(home.file)).endsWith(bytes).startsWith(line.bytes());
            keys.remove(line);
        }
        assertThat(Files.readAllBytes(home.file)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw-------", "rw-rw----", "rwx------"})
    void keepsTheMode(String mode) throws Exception {
        home.write(OTHERS);
        Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString(mode));
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(KeysHome.mode(home.file)).isEqualTo(mode);
            keys.remove(line);
        }
        assertThat(KeysHome.mode(home.file)).isEqualTo(mode);
    }

    @Test
    void leavesNothingThatWasNotThere() throws Exception {
        Files.delete(home.ssh);
        KeyLine line = KeysHome.line("web1");
        KeyLine other = KeysHome.line("web2");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(home.read()).isEqualTo(line.text() + "\n");
            assertThat(KeysHome.mode(home.ssh)).isEqualTo("rwx------");
            assertThat(KeysHome.mode(home.file)).isEqualTo("rw-------");
            keys.add(other, "web2");
            keys.remove(line);
            assertThat(home.read()).isEqualTo(other.text() + "\n");
            keys.remove(other);
        }
        assertThat(home.account.home()).isEmptyDirectory();
    }

    @Test
    void leavesNothingAfterABrokerThatWasKilled() throws Exception {
        Files.delete(home.ssh);
        home.keys().add(KeysHome.line("web1"), "web1"); // and nobody removes it
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(home.read()).isEqualTo(line.text() + "\n");
            keys.remove(line);
        }
        assertThat(home.account.home()).isEmptyDirectory();
    }

    @Test
    void keepsAFileThatWasEmptyAndOneThatSomebodyHasFilled() throws Exception {
        home.write("");
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            keys.remove(line);
            assertThat(home.read()).isEmpty();

            Files.delete(home.file);
            keys.add(line, "web1");
            home.write(home.read() + OTHERS);
            keys.remove(line);
            assertThat(home.read()).isEqualTo(OTHERS);
            home.write("");
            keys.add(line, "web1");
            keys.remove(line);
            assertThat(home.read()).isEmpty();
        }
    }

    @Test
    void sweepsDeadPullsOfTheSameClientAndThoseThatEndedLongAgo() throws Exception {
        KeyLine same = KeysHome.line("web1");
        KeyLine living = KeysHome.line("web2");
        KeyLine justOver = KeysHome.line("web3", KeysHome.NOW.minus(Duration.ofMinutes(59)));
        KeyLine over = KeysHome.line("web4", KeysHome.NOW.minus(Duration.ofMinutes(61)));
        String foreign = living.text().replace("broker-pull", "broker-push") + "\n"
                + "ssh-ed25519 AAAA broker-pull web1\n"
                + "  " + same.text() + "\n";
        home.write(foreign + same.text() + "\n" + living.text() + "\n" + over.text() + "\n" + justOver.text());
        KeyLine line = KeysHome.line("web1");
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(line, "web1");
            assertThat(home.read()).isEqualTo(line.text() + "\n" + foreign + living.text() + "\n" + justOver.text());

            home.write(same.text() + "\n" + over.text() + "\n" + line.text() + "\n");
            keys.remove(line);
            assertThat(home.read()).isEqualTo(same.text() + "\n");
        }
    }

    @Test
    void sweepsWhatABrokerLeftThatWasKilledInTheMiddle() throws Exception {
        home.write(OTHERS);
        Path dead = Files.createFile(home.ssh.resolve(".authorized_keys.broker-dead"));
        Path living = Files.createFile(home.ssh.resolve(".authorized_keys.broker-living"));
        Path other = Files.createFile(home.ssh.resolve(".authorized_keys.swp"));
        Files.setLastModifiedTime(dead, FileTime.from(KeysHome.NOW.minusSeconds(61)));
        Files.setLastModifiedTime(living, FileTime.from(KeysHome.NOW.minusSeconds(59)));
        Files.setLastModifiedTime(other, FileTime.from(KeysHome.NOW.minusSeconds(3600)));
        try (AuthorizedKeys keys = home.keys()) {
            keys.add(KeysHome.line("web1"), "web1");
        }
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
        assertThat(other).exists();
    }

    @Test
    void doesNotTouchAFileWithNothingToRemove() throws Exception {
        home.write(OTHERS);
        Object before = Files.getAttribute(home.file, "unix:ino");
        try (AuthorizedKeys keys = home.keys()) {
            keys.remove(KeysHome.line("web1"));
            assertThat(Files.getAttribute(home.file, "unix:ino")).isEqualTo(before);
            Files.delete(home.file);
            keys.remove(KeysHome.line("web1"));
            Files.delete(home.ssh);
            keys.remove(KeysHome.line("web1"));
        }
        assertThat(home.account.home()).isEmptyDirectory();
    }
}
