package org.agentbroker.broker.hostkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsFileTest {
    @TempDir
    Path root;

    private Path file;
    private KnownHostsFile hosts;
    private final HostPin old = Pins.ed25519();
    private final HostPin key = Pins.ed25519();

    @BeforeEach
    void file() throws Exception {
        file = root.resolve("known_hosts");
        hosts = KnownHostsFile.of(file, Files.createDirectory(root.resolve("locks")));
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    }

    private String text() throws Exception {
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aNewFileIsItsOwnersAloneAndNamesThePort() throws Exception {
        List<String> added = hosts.add("Web1", 2222, List.of(key, Pins.ECDSA), false);

        assertThat(added).containsExactly("[web1]:2222 " + key.line(), "[web1]:2222 " + Pins.ECDSA.line());
        assertThat(text()).isEqualTo(String.join("\n", added) + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(root.toFile().list()).containsExactlyInAnyOrder("known_hosts", "locks");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# a comment\n\n",
                "other ssh-ed25519 AAAA\r\n# by hand\r\n",
                "no end",
                "\u00e9\u0000\u00ff binary\n",
                "web1 cut-off\n",
            })
    void otherLinesKeepEveryByte(String before) throws Exception {
        write(before);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        List<String> added = hosts.add("web1", 22, List.of(key), false);

        assertThat(text()).isEqualTo(before + (before.endsWith("\n") ? "" : "\n") + "web1 " + key.line() + "\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
        hosts.remove(added, true);
        assertThat(text()).isEqualTo(before + (before.endsWith("\n") ? "" : "\n"));
    }

    @Test
    void aKeyThatIsThereIsNotAddedAgain() throws Exception {
        write("alias,web1\t" + key.line() + " comment\r\n");

        assertThat(hosts.add("web1", 22, List.of(key), true)).isEmpty();
        assertThat(text()).isEqualTo("alias,web1\t" + key.line() + " comment\r\n");
    }

    @Test
    void anotherKeyStaysUnlessItIsToBeReplaced() throws Exception {
        write("# first\nweb1 " + old.line() + "\nother " + old.line() + "\n");

        hosts.add("web1", 22, List.of(key), false);
        assertThat(text()).contains("web1 " + old.line());

        hosts.add("web1", 22, List.of(key), true);
        assertThat(text()).isEqualTo("# first\nother " + old.line() + "\nweb1 " + key.line() + "\n");
    }

    @Test
    void ofSeveralNamesOnlyOursLosesItsKey() throws Exception {
        write("web0,web1,web2 " + old.line() + "\n");

        hosts.add("web1", 22, List.of(key), true);

        assertThat(text()).isEqualTo("web0,web2 " + old.line() + "\nweb1 " + key.line() + "\n");
    }

    @Test
    void aHashedNameIsReplaced() throws Exception {
        write("web1 " + old.line() + "\n");
        Process hash = new ProcessBuilder("ssh-keygen", "-q", "-H", "-f", file.toString()).start();
        assertThat(hash.waitFor()).isZero();
        Files.deleteIfExists(root.resolve("known_hosts.old"));
        assertThat(text()).startsWith("|1|");

        hosts.add("web1", 22, List.of(key), true);

        assertThat(text()).isEqualTo("web1 " + key.line() + "\n");
    }

    @Test
    void whatIsPinnedByAPatternIsForAPersonToChange() throws Exception {
        write("web* " + old.line() + "\n");

        assertThatThrownBy(() -> hosts.add("web1", 22, List.of(key), true))
                .isInstanceOf(UnusableInput.class)
                .hasMessageContaining(file + ":1 pins the old key of web1 by a pattern");
        assertThat(text()).isEqualTo("web* " + old.line() + "\n");
    }

    @Test
    void aRevokedKeyIsNotPinned() throws Exception {
        write("@revoked * " + key.line() + "\n");

        assertThatThrownBy(() -> hosts.add("web1", 22, List.of(key), false))
                .isInstanceOf(UnusableInput.class)
                .hasMessageContaining(file + ":1 says that " + key.fingerprint() + " is revoked");
    }

    @Test
    void whatWasMadeGoesWithItsLastLine() throws Exception {
        List<String> added = hosts.add("web1", 22, List.of(key), false);

        hosts.remove(added, false);
        assertThat(file).isEmptyFile();
        hosts.add("web1", 22, List.of(key), false);
        hosts.remove(added, true);
        assertThat(file).doesNotExist();
        hosts.remove(added, true);
    }

    @Test
    void aLinkStaysALink() throws Exception {
        Path target = Files.writeString(root.resolve("target"), "# here\n");
        Files.createSymbolicLink(file, target);

        hosts.add("web1", 22, List.of(key), false);

        assertThat(file).isSymbolicLink();
        assertThat(target).content().isEqualTo("# here\nweb1 " + key.line() + "\n");
    }

    @Test
    void ofWritersAtTheSameTimeNoneLosesALine() throws Exception {
        write("# before\n");
        ExecutorService writers = Executors.newFixedThreadPool(8);
        List<Future<List<String>>> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String host = "web" + i;
            all.add(writers.submit(
                    () -> KnownHostsFile.of(file, root.resolve("locks")).add(host, 22, List.of(key), false)));
        }
        List<String> added = new ArrayList<>();
        for (Future<List<String>> each : all) {
            added.addAll(each.get());
        }
        writers.shutdown();

        assertThat(added).hasSize(40);
        assertThat(text().lines()).hasSize(41).containsAll(added).startsWith("# before");
    }

    @Test
    void aPlaceThatIsNotThereIsNamed() {
        KnownHostsFile nowhere = KnownHostsFile.of(root.resolve("no/known_hosts"), root.resolve("locks"));

        assertThatThrownBy(() -> nowhere.add("web1", 22, List.of(key), false))
                .isInstanceOf(UnusableInput.class)
                .hasMessageContaining("known_hosts cannot be changed");
    }
}
