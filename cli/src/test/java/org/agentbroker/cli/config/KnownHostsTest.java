package org.agentbroker.cli.config;

import static org.agentbroker.cli.config.ConfigDirectory.OTHER_PIN;
import static org.agentbroker.cli.config.ConfigDirectory.PIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.hostkey.HostPatterns;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
    @TempDir
    Path root;

    private Path file;

    @BeforeEach
    void file() {
        file = root.resolve("known_hosts");
    }

    private List<HostPin> pins(String host, int port, String... lines) throws Exception {
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return KnownHosts.pins(file, host, port);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        web1             | web1    | 22   | true
        web1             | WEB1    | 22   | true
        Web1             | web1    | 22   | true
        web1             | web10   | 22   | false
        web1             | web1    | 2022 | false
        [web1]:2022      | web1    | 2022 | true
        [web1]:2022      | web1    | 22   | false
        other,web1,more  | web1    | 22   | true
        web*             | web1    | 22   | true
        *b*1             | web1    | 22   | true
        *                | web1    | 2022 | true
        web?             | web1    | 22   | true
        web?             | web     | 22   | false
        web?             | web12   | 22   | false
        *,!web1          | web1    | 22   | false
        !web1,*          | web1    | 22   | false
        !web2,web*       | web1    | 22   | true
        !web2            | web1    | 22   | false
        fe80::1          | fe80::1 | 22   | true
        [fe80::1]:2022   | fe80::1 | 2022 | true
        """, quoteCharacter = '`')
    void patterns(String patterns, String host, int port, boolean matches) {
        assertThat(HostPatterns.match(patterns, HostPatterns.nameOf(host, port)))
                .isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"|1|", "|1|x", "|1|*|*", "|1||", "|2|a|b", "|1|AAAA|AAAA", "|1|AAAA|AAAA|AAAA"})
    void hashes_that_are_none(String hashed) {
        assertThat(HostPatterns.match(hashed, "web1")).isFalse();
    }

    @Test
    void comments_and_broken_lines_name_nobody() throws Exception {
        assertThat(pins("web1", 22, "# web1 " + PIN, "", "web1", "web1 ssh-ed25519", "  web1\t" + PIN + " me@here"))
                .containsExactly(HostPin.parse(PIN));
    }

    @Test
    void keys_of_kinds_that_are_not_taken_are_left_out_beside_others() throws Exception {
        String dsa = "web1 ssh-dss AAAAB3NzaC1kc3M=";
        assertThat(pins("web1", 22, dsa, "web1 " + PIN)).containsExactly(HostPin.parse(PIN));
        assertThatThrownBy(() -> pins("web1", 22, dsa))
                .isInstanceOf(UnusableInput.class)
                .hasMessage(file + ":1: not a usable host key: a key of type ssh-dss, which is not supported");
    }

    @Test
    void no_key_of_the_host() {
        assertThatThrownBy(() -> pins("web1", 2022, "web1 " + PIN))
                .isInstanceOfSatisfying(
                        UnusableInput.class,
                        e -> assertThat(e.what() + "; " + e.hint())
                                .isEqualTo(file + " has no key of [web1]:2022; "
                                        + "look with ssh-keygen -F '[web1]:2022' -f " + file));
    }

    @Test
    void a_revoked_key_is_no_pin() throws Exception {
        assertThat(pins("web1", 22, "web1 " + PIN, "web1 " + OTHER_PIN, "@revoked * " + PIN))
                .containsExactly(HostPin.parse(OTHER_PIN));
        assertThat(pins("web1", 22, "web1 " + PIN, "@revoked web2 " + PIN)).containsExactly(HostPin.parse(PIN));
        assertThatThrownBy(() -> pins("web1", 22, "@revoked web1 " + PIN, "web1 " + PIN))
                .hasMessage(file + ": every key of web1 is revoked");
        assertThatThrownBy(() -> pins("web1", 22, "web1 " + PIN, "@revoked web1 ssh-ed25519 AAAA*"))
                .hasMessage(file + ":2: a revoked key: a host key whose base64 text is damaged");
    }

    @Test
    void certificate_authorities_are_refused_for_the_hosts_they_are_for() throws Exception {
        assertThatThrownBy(() -> pins("web1", 22, "web1 " + PIN, "@cert-authority web* " + OTHER_PIN))
                .hasMessage(file + ":2: @cert-authority for web1 is not supported yet");
        assertThat(pins("web1", 22, "web1 " + PIN, "@cert-authority mail " + OTHER_PIN))
                .hasSize(1);
        assertThatThrownBy(() -> pins("web1", 22, "@what web1 " + PIN))
                .hasMessage(file + ":1: an unknown marker: @what");
    }

    @Test
    void names_hashed_by_openssh() throws Exception {
        assumeThat(Path.of("/usr/bin/ssh-keygen")).exists();
        Files.write(file, List.of("web1 " + PIN, "[web1]:2022 " + OTHER_PIN));
        Process hashing = new ProcessBuilder("/usr/bin/ssh-keygen", "-H", "-f", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("log").toFile())
                .start();
        assertThat(hashing.waitFor()).isZero();
        List<String> hashed = Files.readAllLines(file);

        assertThat(hashed).hasSize(2).allMatch(line -> line.startsWith("|1|"));
        assertThat(KnownHosts.pins(file, "Web1", 22)).containsExactly(HostPin.parse(PIN));
        assertThat(KnownHosts.pins(file, "web1", 2022)).containsExactly(HostPin.parse(OTHER_PIN));
        assertThatThrownBy(() -> KnownHosts.pins(file, "web2", 22)).hasMessage(file + " has no key of web2");
    }
}
