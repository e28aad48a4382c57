package org.agentbroker.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recipe's dedicated key, whose line in authorized_keys is somebody else's to write, well or not. */
@ExtendWith(LabExtension.class)
class KeyLineTest {
    private final Lab lab;
    private String repository;
    private Path keys;
    private Sshd sshd;

    KeyLineTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void open() throws IOException {
        repository = ReadyRepository.of(lab);
        keys = lab.serverHome().resolve(".ssh/doctored_keys");
        sshd = lab.serverSshd("AuthorizedKeysFile " + keys);
    }

    @AfterEach
    void close() throws IOException {
        sshd.close();
        Files.deleteIfExists(keys);
    }

    private ConfigText config(String options) throws IOException {
        Files.writeString(keys, options + Files.readString(Path.of(lab.key() + ".pub")));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
        if (lab.hasSeparateAccounts()) {
            Command.of("chown", lab.serverUser(), keys.toString()).run().expectSuccess();
        }
        return lab.config()
                .server("port", sshd.portText())
                .server("authorized-keys", keys.toString())
                .client("repository", repository);
    }

    @Test
    void goodLine() throws IOException {
        Doctored doctored = Doctored.run(
                config("restrict,command=\"borg serve --append-only --restrict-to-repository "
                        + lab.repositoryPath(repository) + "\" "),
                "web1");

        assertThat(doctored.lines())
                .as(doctored.result().toString())
                .noneMatch(line -> "failed".equals(line.get("result")) || "not_refused".equals(line.get("result")));
        doctored.assertResult("web1", "forced-command", "ok");
        doctored.assertResult("web1", "other-command", "ok");
        doctored.assertResult("web1", "other-host", "ok");
        doctored.assertResult("web1", "other-repository", "ok");
        doctored.assertResult("web1", "delete", "ok");
        doctored.assertResult("web1", "agent-afterwards", "ok");
    }

    @Test
    void noForcedCommand() throws IOException {
        Result result = BrokerProcess.run("--config", config("").write().toString(), "doctor", "web1");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
        assertThat(result.stdoutText())
                .containsPattern("FAILED .* forced command .* has no forced command")
                .containsPattern("NOT REFUSED .* other command +the server ran another command")
                .containsPattern("NOT REFUSED .* other host ")
                .containsPattern("NOT REFUSED .* other repository ")
                .containsPattern("NOT REFUSED .* delete .* has no --append-only")
                .contains("hint: begin the line with restrict,command=\"borg serve")
                .containsPattern("refused .* second login ")
                .endsWith("skipped\n");
    }

    @Test
    void noAppendOnly() throws IOException {
        Doctored doctored = Doctored.run(
                config("restrict,command=\"borg serve --restrict-to-path " + lab.serverHome() + "\" "), "web1");

        assertThat(doctored.result().exitCode()).isEqualTo(77);
        doctored.assertResult("web1", "delete", "not_refused");
        doctored.assertResult("web1", "other-command", "ok");
        doctored.assertResult("web1", "other-repository", "warning");
    }
}
