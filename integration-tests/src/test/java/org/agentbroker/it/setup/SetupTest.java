package org.agentbroker.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From a config of five lines to a backup, and back. */
@ExtendWith(LabExtension.class)
class SetupTest {
    private static final String FORWARDING =
            "restrict,agent-forwarding,port-forwarding,permitlisten=\"localhost:*\",permitlisten=\"127.0.0.1:*\","
                    + "permitopen=\"none:1\" ";

    private static Path clientKeys(Lab lab) {
        return lab.clientHome().resolve(".ssh/authorized_keys");
    }

    @Test
    void oneCommandPreparesAClientAndAnotherUndoesIt(Lab lab) throws Exception {
        String before = Files.readString(clientKeys(lab));
        NewClient client = NewClient.embedded(lab);

        Result setup = client.broker(
                "setup", "web1", "--yes", "--login-key", lab.identity().toString(), "--init");

        assertThat(setup.exitCode()).as(setup.toString()).isZero();
        assertThat(setup.stdoutText()).isEmpty();
        assertThat(setup.stderr())
                .contains(
                        "broker: web1: broker's key is made: " + client.file("id"),
                        "a passphrase is made: " + client.file("pass") + "; keep a copy elsewhere",
                        "ssh-ed25519         SHA256:",
                        "broker: web1: 3 host keys of 127.0.0.1 are pinned in " + client.file("known_hosts"),
                        "broker: web1: the key is let in by a line in ~" + lab.clientUser(),
                        "the repository is made");
        String line = FORWARDING
                + Files.readString(client.file("id.pub")).lines().findFirst().orElseThrow();
        assertThat(line).endsWith(" broker@borg-server");
        assertThat(Files.readString(clientKeys(lab))).isEqualTo(line + "\n" + before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(client.file("known_hosts"))))
                .isEqualTo("rw-------");
        assertThat(client.broker("run", "web1").expectSuccess().stderr()).contains("done: archive ");

        Map<String, String> files = client.files();
        String keys = Files.getLastModifiedTime(clientKeys(lab)) + Files.readString(clientKeys(lab));
        Result again = client.broker("setup", "web1", "--init");
        assertThat(again.expectSuccess().stderr().lines())
                .allMatch(each -> each.startsWith("broker: web1: already so: "));
        Result printed = client.broker("setup", "web1", "--print");
        assertThat(printed.expectSuccess().stdoutText())
                .isEqualTo("# ~" + lab.clientUser() + "/.ssh/authorized_keys at 127.0.0.1\n" + line + "\n");
        assertThat(client.files()).isEqualTo(files);
        assertThat(Files.getLastModifiedTime(clientKeys(lab)) + Files.readString(clientKeys(lab)))
                .isEqualTo(keys);

        Result removed = client.broker("setup", "web1", "--remove");
        assertThat(removed.exitCode()).as(removed.toString()).isZero();
        assertThat(Files.readString(clientKeys(lab))).isEqualTo(before);
        assertThat(client.files().keySet())
                .containsExactlyInAnyOrder(
                        client.config().toString(), client.file("pass").toString());
        assertThat(client.broker("setup", "web1", "--remove").expectSuccess().stderr())
                .contains("already so: broker has no pin with which it could get in");
    }

    @Test
    void aClientWithoutBorgGetsNoAgentAndNoPort(Lab lab) throws Exception {
        String before = Files.readString(clientKeys(lab));
        NewClient client = new NewClient(lab, "host: borg-server", lab.clientPort(), ", method: tar");

        client.broker("setup", "web1", "--yes", "--login-key", lab.identity().toString(), "--init")
                .expectSuccess();

        assertThat(Files.readString(clientKeys(lab))).startsWith("restrict ssh-ed25519 ");
        client.broker("run", "web1").expectSuccess();
        client.broker("setup", "web1", "--remove").expectSuccess();
        assertThat(Files.readString(clientKeys(lab))).isEqualTo(before);
    }

    @Test
    void theServersLineIsPutThereAndTakenAway(Lab lab) throws Exception {
        String atServer = Files.readString(lab.authorizedKeys());
        String atClient = Files.readString(clientKeys(lab));
        String server = "host: 127.0.0.1, port: " + lab.serverPort() + ", host-keys: [\"" + lab.serverHostKey() + "\"]";
        NewClient client = new NewClient(lab, server, lab.clientPort(), ", return: direct, key: web1.key");

        Result setup = client.broker(
                "setup",
                "web1",
                "--quiet",
                "--yes",
                "--init",
                "--login-key",
                lab.identity().toString());

        assertThat(setup.exitCode()).as(setup.toString()).isZero();
        assertThat(Files.readString(clientKeys(lab))).startsWith("restrict,agent-forwarding ssh-ed25519 ");
        assertThat(Files.readString(lab.authorizedKeys()))
                .startsWith("restrict,command=\"borg serve --append-only --restrict-to-repository " + lab.serverHome())
                .contains(" broker-setup web1\n")
                .endsWith("\n" + atServer);
        client.broker("run", "web1", "--", "list").expectSuccess();

        Result scan = client.broker("hostkey", "scan", "web1");
        assertThat(scan.expectSuccess().stdoutText().lines()).hasSize(6);
        assertThat(scan.stdoutText())
                .contains("[127.0.0.1]:" + lab.serverPort() + " ssh-ed25519 ", "[127.0.0.1]:" + lab.clientPort());

        client.broker("setup", "web1", "--remove").expectSuccess();
        assertThat(Files.readString(lab.authorizedKeys())).isEqualTo(atServer);
        assertThat(Files.readString(clientKeys(lab))).isEqualTo(atClient);
        assertThat(client.file("web1.key")).doesNotExist();
    }
}
