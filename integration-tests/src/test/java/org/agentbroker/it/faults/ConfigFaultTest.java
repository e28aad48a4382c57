package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the user gave cannot be used; the client hears nothing of it. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class ConfigFaultTest {

    @Test
    void passphraseFileThatOthersMayReadIsNotUsed(Lab lab) throws IOException {
        Path file = copy(lab, lab.passphraseFile(), "rw-r-----");

        assertRefused(
                lab,
                lab.config().client("passphrase", "{file: " + file + "}"),
                file + " can be read by others",
                "chmod 600 " + file);
    }

    @Test
    void keyFileThatOthersMayReadIsNotUsed(Lab lab) throws IOException {
        Path file = copy(lab, lab.key(), "rw----r--");

        assertRefused(
                lab, lab.config().client("key", file.toString()), file + " can be read by others", "chmod 600 " + file);
    }

    @Test
    void identityThatOthersMayWriteIsNotUsed(Lab lab) throws IOException {
        Path file = copy(lab, lab.identity(), "rw--w----");

        assertRefused(
                lab,
                lab.config().defaults("identity", file.toString()),
                file + " can be written by others",
                "chmod 600 " + file);
    }

    @Test
    void missingKeyFileIsNamed(Lab lab) {
        assertRefused(lab, lab.config().client("key", "/no/such/key"), "/no/such/key does not exist", "check the path");
    }

    @Test
    void unknownKeyIsSaidWithItsPlaceAndTheOneThatWasMeant(Lab lab) throws IOException {
        Path file = lab.config().client("pasphrase", "none").write();
        int line = Files.readAllLines(file).indexOf("    pasphrase: none") + 1;

        Result result = BrokerProcess.run("--config", file.toString(), "run", "web1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(78);
        assertThat(result.stderr())
                .contains("broker: " + file + ":" + line + ":5: ", "pasphrase", "did you mean passphrase");
    }

    @Test
    void missingConfigIsNamed(Lab lab) {
        Path file = lab.newDirectory().resolve("none.yaml");

        Result result = BrokerProcess.run("--config", file.toString(), "run", "web1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(78);
        assertThat(result.stderr()).contains("broker: " + file + ": does not exist; ");
    }

    @Test
    void configThatOthersMayWriteIsNotUsed(Lab lab) throws IOException {
        Path file = lab.config().write();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        Result result = BrokerProcess.run("--config", file.toString(), "run", "web1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(78);
        assertThat(result.stderr()).contains(file.toString(), "chmod");
    }

    private static void assertRefused(Lab lab, ConfigText config, String what, String hint) {
        long before = connections(lab);

        Result result = Cli.run(config, "run", "web1");

        Cli.assertFailed(result, 78, what, hint);
        assertThat(connections(lab)).isEqualTo(before);
    }

    private static long connections(Lab lab) {
        return lab.clientLog()
                .lines()
                .filter(line -> line.startsWith("Connection from"))
                .count();
    }

    private static Path copy(Lab lab, Path file, String mode) throws IOException {
        Path copy = Files.copy(file, lab.newDirectory().resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);
        return Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
    }
}
