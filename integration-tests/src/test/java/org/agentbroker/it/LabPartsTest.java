package org.agentbroker.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.BorgRecipe;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.IsolatedClient;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.OtherUser;
import org.agentbroker.it.lab.Processes;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.SmallDisk;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the lab has beside its two sshd, without any of broker's code. */
@ExtendWith(LabExtension.class)
class LabPartsTest {

    @Test
    void isolatedClientIsReachedAndReachesNothing(Lab lab) {
        try (IsolatedClient client = lab.isolatedClient();
                BorgRecipe recipe = new BorgRecipe(lab)) {
            assertThat(toServer(lab, recipe, client, "127.0.0.1")).contains("Connection refused");
            assertThat(toServer(lab, recipe, client, "192.0.2.1")).contains("Network is unreachable");
            assertThat(toServer(lab, recipe, client, client.silentAddress())).contains("Connection timed out");
            assertThat(client.log()).contains("Accepted publickey for " + lab.clientUser());
        }
    }

    private static String toServer(Lab lab, BorgRecipe recipe, IsolatedClient client, String address) {
        String shell = "test -d data || echo 'not at home' >&2; ssh -F none -o BatchMode=yes -o ConnectTimeout=2 -p "
                + lab.serverPort() + " " + address + " true";
        return recipe.ssh(lab.identity(), client.port(), lab.clientUser(), shell, "-o", "HostName=" + client.host())
                .run()
                .stderr();
    }

    @Test
    void isolatedClientLeavesNoNetworkNorWhatRanThere() {
        Pattern left = Pattern.compile("^sleep 4322$");
        String before = networks();
        try (Lab lab = Lab.open();
                BorgRecipe recipe = new BorgRecipe(lab)) {
            IsolatedClient client = lab.isolatedClient();
            recipe.ssh(
                            lab.identity(),
                            client.port(),
                            lab.clientUser(),
                            "nohup setsid sleep 4322 >/dev/null 2>&1 &",
                            "-o",
                            "HostName=" + client.host())
                    .run()
                    .expectSuccess();
            assertThat(networks()).isNotEqualTo(before);

            client.close();

            assertThat(networks()).isEqualTo(before);
            assertThat(Processes.matching(left)).isEmpty();
            lab.isolatedClient(); // left to the end of the lab
        }
        assertThat(networks()).isEqualTo(before);
    }

    private static String networks() {
        return Command.of("ip", "netns").run().expectSuccess().stdoutText()
                + Command.of("ip", "-4", "route").run().expectSuccess().stdoutText();
    }

    @Test
    void smallDiskIsFullForTheServersBorg(Lab lab) throws IOException {
        Path data = ClientFile.directory(lab);
        Command.of("dd", "if=/dev/urandom", "of=" + data + "/file", "bs=1M", "count=8")
                .run()
                .expectSuccess();
        Path path;
        try (SmallDisk disk = lab.smallDisk(6);
                BorgRecipe recipe = new BorgRecipe(lab)) {
            path = disk.path();
            recipe.borg(disk.repository(), "init --encryption repokey-blake2").expectSuccess();

            Result result = recipe.borg(disk.repository(), "create ::first " + data);

            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.stderr()).contains("No space left on device");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void smallDiskGoesWithTheLab() {
        Path disk;
        try (Lab lab = Lab.open()) {
            disk = lab.smallDisk(1).path();
            assertThat(Path.of("/proc/self/mounts")).content().contains(disk.toString());
        }
        assertThat(Path.of("/proc/self/mounts")).content().doesNotContain(disk.toString());
    }

    @Test
    void otherUserIsAtTheClientAndCannotLookIntoItsHome(Lab lab) {
        OtherUser other = lab.otherUser();

        assertThat(other.command("id", "-un").run().expectSuccess().stdoutText().strip())
                .isEqualTo(other.name());
        assertThat(other.command("ls", lab.clientHome().toString()).run().stderr())
                .contains("Permission denied");
    }

    @Test
    void clientLetsAUnixSocketBeForwardedToItAndSshdDoesNotTakeItAway(Lab lab) throws IOException {
        Path socket = ClientFile.directory(lab).resolve("s");
        try (ServerSocket here = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                BorgRecipe recipe = new BorgRecipe(lab)) {
            Result result = recipe.ssh(
                            lab.identity(),
                            lab.clientPort(),
                            lab.clientUser(),
                            "stat -c '%U %a' " + socket,
                            "-o",
                            "ExitOnForwardFailure=yes",
                            "-R",
                            socket + ":127.0.0.1:" + here.getLocalPort())
                    .run();

            assertThat(result.expectSuccess().stdoutText()).isEqualTo(lab.clientUser() + " 600\n");
            assertThat(socket).exists();
        }
    }

    @Test
    void certificateOfTheLabsCaRunsItsOwnCommand(Lab lab) throws IOException {
        Path key = lab.newDirectory().resolve("key");
        Command.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .run()
                .expectSuccess();
        List<String> sign =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-s", lab.caKey().toString()));
        sign.addAll(List.of("-I", "pull", "-n", lab.serverUser(), "-V", "-1m:+5m"));
        sign.addAll(List.of("-O", "clear", "-O", "force-command=echo forced", key + ".pub"));
        Command.of(sign).run().expectSuccess();
        try (Sshd sshd = lab.serverSshd("AuthorizedKeysFile " + lab.caAuthorizedKeys());
                BorgRecipe recipe = new BorgRecipe(lab)) {
            assertThat(recipe.ssh(key, sshd.port(), lab.serverUser(), "id")
                            .run()
                            .stdoutText())
                    .isEqualTo("forced\n");
            assertThat(recipe.ssh(lab.key(), sshd.port(), lab.serverUser(), "id")
                            .run()
                            .stderr())
                    .contains("Permission denied");
        }
    }

    @Test
    void strictSshdTakesTheAuthorizedKeysOfTheServersHome(Lab lab) throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: StrictModes in a home of the lab");
        try (Sshd sshd = lab.serverSshd("StrictModes yes");
                BorgRecipe recipe = new BorgRecipe(lab)) {
            assertThat(recipe.ssh(lab.key(), sshd.port(), lab.serverUser(), "id")
                            .run()
                            .stderr())
                    .doesNotContain("Permission denied");
            assertThat(sshd.log()).contains("Accepted publickey for " + lab.serverUser());
            assertThat(Files.getOwner(lab.authorizedKeys()).getName()).isEqualTo(lab.serverUser());
        }
    }
}
