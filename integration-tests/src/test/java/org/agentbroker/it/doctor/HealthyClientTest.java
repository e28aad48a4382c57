package org.agentbroker.it.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.ReadyRepository;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients with nothing wrong: all links hold, all attacks are refused, and nothing of it is left. */
@ExtendWith(LabExtension.class)
class HealthyClientTest {
    private static final List<String> LINKS = List.of(
            "config",
            "reach",
            "host-key",
            "login",
            "agent",
            "account",
            "shell",
            "ssh",
            "borg",
            "clock",
            "server-borg",
            "server-login",
            "forced-command",
            "repository");
    private static final List<String> ATTACKS = List.of(
            "other-user",
            "change-agent",
            "second-login",
            "agent-afterwards",
            "other-command",
            "other-host",
            "other-repository",
            "delete");
    private static final Pattern LEFT = Pattern.compile("broker-doctor|ssh-add");

    private final Lab lab;

    HealthyClientTest(Lab lab) {
        this.lab = lab;
    }

    @Test
    void embeddedAndTunnelWithKeysOfOnePull() throws IOException {
        byte[] keys = Files.readAllBytes(lab.authorizedKeys());

        Doctored doctored = Doctored.run(lab.config()
                .server("authorized-keys", lab.authorizedKeys().toString())
                .client("repository", ReadyRepository.of(lab))
                .client("key", "per-pull")
                .client("return", "embedded")
                .also("web2")
                .client("return", "tunnel"));

        for (String client : List.of("web1", "web2")) {
            LINKS.forEach(link -> doctored.assertResult(client, link, "ok"));
            ATTACKS.forEach(attack -> doctored.assertResult(client, attack, "ok"));
            assertThat((String) doctored.of(client, "repository").get("detail")).contains(ReadyRepository.ARCHIVE);
            assertThat((String) doctored.of(client, "ssh").get("detail")).contains("host-bound");
            // that the process was there, and not just that it found nothing
            assertThat((String) doctored.of(client, "agent-afterwards").get("detail"))
                    .contains("outlived the session");
        }
        doctored.assertResult("web1", "server-sshd", "skipped");
        doctored.assertResult("web2", "server-sshd", "ok");
        assertTotals(doctored);
        assertNothingLeft();
        assertThat(lab.authorizedKeys()).hasBinaryContent(keys);
    }

    /** The shape that cli/README.md documents. */
    private static void assertTotals(Doctored doctored) {
        Map<String, Object> totals = doctored.lines().get(doctored.lines().size() - 1);
        boolean warned = !Long.valueOf(0).equals(totals.get("warning")); // a disk may be nearly full
        assertThat(totals.keySet())
                .containsExactly(
                        "type", "exit_code", "meaning", "clients", "ok", "warning", "failed", "not_refused", "skipped");
        assertThat(totals).containsEntry("type", "doctor").containsEntry("clients", 2L);
        assertThat(totals).containsEntry("failed", 0L).containsEntry("not_refused", 0L);
        assertThat(doctored.result().exitCode()).isEqualTo(warned ? 1 : 0);
        assertThat(doctored.result().stderr()).isEmpty();
        for (Map<String, Object> line :
                doctored.lines().subList(0, doctored.lines().size() - 1)) {
            assertThat(line.keySet())
                    .startsWith("type", "client", "link", "attack", "result", "milliseconds", "detail");
            assertThat(line).containsEntry("type", "finding");
            assertThat(line.get("milliseconds")).isInstanceOf(Long.class);
        }
    }

    private void assertNothingLeft() throws IOException {
        for (String user : List.of(lab.clientUser(), lab.serverUser())) {
            Await.until(
                    "no process of the doctor is left",
                    Duration.ofSeconds(5),
                    () -> Processes.countOf(user, LEFT) == 0,
                    () -> Processes.ofUser(user, LEFT).toString());
        }
        for (Path place : List.of(Path.of("/tmp"), lab.serverHome(), lab.clientHome())) {
            try (Stream<Path> files = Files.list(place)) {
                assertThat(files.filter(file -> file.getFileName().toString().contains("broker-doctor"))
                                .filter(this::isOfThisLab))
                        .isEmpty();
            }
        }
    }

    /** Another lab may be there at the same time, and /tmp is everybody's. */
    private boolean isOfThisLab(Path file) {
        try {
            String owner = Files.getOwner(file).getName();
            return owner.equals(lab.clientUser()) || owner.equals(lab.serverUser());
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
