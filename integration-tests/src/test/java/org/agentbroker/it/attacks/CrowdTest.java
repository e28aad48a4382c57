package org.agentbroker.it.attacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.HeldBorg;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.OtherUser;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another user of the client is at the forwarded port before borg, and stays. */
@ExtendWith(LabExtension.class)
class CrowdTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Pattern HELD = Pattern.compile("held [0-9]+");

    private final Lab lab;
    private final OtherUser stranger;

    CrowdTest(Lab lab) {
        this.lab = lab;
        this.stranger = lab.otherUser();
    }

    @ParameterizedTest
    @CsvSource({"EMBEDDED, silent", "EMBEDDED, mixed", "TUNNEL, mixed"})
    void thatHoldsThePortDoesNotKeepBorgOut(Way way, String kind) throws IOException {
        try (HeldBorg held = new HeldBorg(lab);
                Running pull = start(held.in(config(way)))) {
            held.awaitArrival(pull);
            try (Running crowd = crowd(kind, held.port(), 120)) {
                crowd.awaitStdout(HELD, LIMIT);
                held.letGo();

                Result result = pull.waitFor(LIMIT);
                result.expectSuccess();

                assertThat(result.stdoutText()).isEqualTo(ReadyRepository.ARCHIVE + "\n");
                assertThat(audit(result))
                        .filteredOn(line -> line.contains("sign granted"))
                        .hasSize(1);
                if (way == Way.EMBEDDED) {
                    assertThat(audit(result))
                            .anyMatch(
                                    line -> line.matches(
                                            "broker: web1: server: [0-9]{3,} connections without a login, [0-9]+ logins refused"));
                }
            }
        }
    }

    @Test
    void thatSpeaksSshGetsNoFurtherThanAnyStranger() throws IOException {
        try (HeldBorg held = new HeldBorg(lab);
                Running pull = start(held.in(config(Way.EMBEDDED)))) {
            held.awaitArrival(pull);
            Path key = key();
            for (String user : List.of(lab.serverUser(), lab.clientUser(), "root")) {
                Result login = stranger.command(
                                "ssh",
                                "-F",
                                "none",
                                "-o",
                                "BatchMode=yes",
                                "-o",
                                "StrictHostKeyChecking=no",
                                "-o",
                                "UserKnownHostsFile=/dev/null",
                                "-o",
                                "LogLevel=ERROR",
                                "-i",
                                key.toString(),
                                "-p",
                                Integer.toString(held.port()),
                                user + "@127.0.0.1",
                                "borg serve")
                        .run();

                assertThat(login.exitCode()).as(login.toString()).isEqualTo(255);
                assertThat(login.stdoutText()).isEmpty();
                assertThat(login.stderr()).contains("Permission denied (publickey)");
            }
            held.letGo();

            Result result = pull.waitFor(LIMIT).expectSuccess();

            assertThat(audit(result))
                    .contains("broker: web1: server: 3 connections without a login, 3 logins refused")
                    .contains("broker: web1: server: login refused: key");
        }
    }

    private ConfigText config(Way way) {
        return way.in(lab.config().client("repository", ReadyRepository.of(lab)));
    }

    private static Running start(ConfigText config) {
        return BrokerProcess.start("-v", "--config", config.write().toString(), "run", "web1", "--", "list", "--short");
    }

    private Running crowd(String kind, int port, int connections) throws IOException {
        try (InputStream in = CrowdTest.class.getResourceAsStream("crowd.py")) {
            Path script = Files.createTempFile(lab.directory().resolve("client"), "crowd-", ".py");
            Files.write(script, in.readAllBytes());
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            return stranger.command(
                            "/usr/bin/python3",
                            script.toString(),
                            kind,
                            Integer.toString(port),
                            Integer.toString(connections))
                    .start();
        }
    }

    private Path key() {
        Path key = lab.directory().resolve("client/" + stranger.name().replaceFirst(".*-", "other-") + "/key");
        if (Files.exists(key)) {
            return key;
        }
        stranger.command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .run()
                .expectSuccess();
        return key;
    }

    private static List<String> audit(Result result) {
        return result.stderr().lines().toList();
    }
}
