package org.agentbroker.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.cli.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd units that are shipped: what they start, and that they do not come to differ in what they should share. */
class UnitsTest {
    private static final Path SHARE = Path.of("src/main/dist/share");
    private static final String BROKER = "ExecStart=/usr/local/bin/broker ";

    @ParameterizedTest
    @ValueSource(strings = {"broker", "broker-upkeep", "broker-check"})
    void startsWhatThereIsAndSharesTheStateOfRootsShell(String unit) throws IOException {
        List<String> lines = lines(unit + ".service");
        for (String line : lines) {
            if (line.startsWith("ExecStart=")) {
                assertThat(line).startsWith(BROKER);
                String words = line.substring(BROKER.length()) + " --config /no/such/broker.yaml";
                Commands.Result result = Commands.broker(words.split(" "));
                assertThat(result.code()).as(result.err()).isEqualTo(78);
                assertThat(result.err()).contains("/no/such/broker.yaml: does not exist");
            }
        }
        assertThat(lines).contains("Type=oneshot", "StateDirectory=broker", "StateDirectoryMode=0700");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("SuccessExitStatus="))
                .singleElement()
                .asString()
                .contains("75")
                .doesNotContain("77");
        assertThat(hardening(lines)).hasSizeGreaterThan(10).isEqualTo(hardening(lines("broker.service")));
        assertThat(lines(unit + ".timer")).contains("Persistent=true", "WantedBy=timers.target");
    }

    /** README has {@code cp share/systemd/*}, which passes directories over and then fails. */
    @Test
    void allOfThemAreCopiedByOneCommand() throws IOException {
        try (Stream<Path> units = Files.list(SHARE.resolve("systemd"))) {
            assertThat(units).hasSize(6).allMatch(Files::isRegularFile);
        }
    }

    @Test
    void sshfsLiftsOnlyWhatTheServiceHas() throws IOException {
        List<String> lifted = settings(Files.readAllLines(SHARE.resolve("sshfs.conf")));
        assertThat(lifted)
                .contains("[Service]", "RestrictNamespaces=mnt", "PrivateDevices=no", "DeviceAllow=/dev/fuse rw");
        assertThat(lines("broker.service")).contains("RestrictNamespaces=yes", "PrivateDevices=yes");
    }

    private static List<String> hardening(List<String> lines) {
        return lines.subList(lines.indexOf("UMask=0077"), lines.size());
    }

    private static List<String> lines(String unit) throws IOException {
        return settings(Files.readAllLines(SHARE.resolve("systemd").resolve(unit)));
    }

    private static List<String> settings(List<String> lines) {
        return lines.stream().filter(line -> !line.startsWith("#")).toList();
    }
}
