package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gates on the way to the client, each with a host key of its own, and what is wrong with them. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class JumpTest {
    private final Lab lab;
    private Sshd first;
    private Sshd second;

    JumpTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void gates() throws IOException {
        first = gate("ecdsa");
        second = gate("rsa");
    }

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @ParameterizedTest
    @EnumSource
    void pullGoesThroughTwoGates(Way way) {
        ConfigText config = through(way.in(SharedRepository.config(lab)), jump(first, "ecdsa"), jump(second, "rsa"));

        Cli.run(config, "run", "web1", "--", "list", "--short").expectSuccess();

        assertThat(first.log()).contains("Accepted publickey for " + lab.clientUser());
        assertThat(second.log()).contains("Accepted publickey for " + lab.clientUser());
    }

    @Test
    void gateAsTextIsPinnedByKnownHosts() throws IOException {
        Path known = lab.newDirectory().resolve("known_hosts");
        Files.writeString(
                known,
                "[127.0.0.1]:" + first.port() + " " + lab.hostKey("client", "ecdsa") + "\n[127.0.0.1]:"
                        + lab.clientPort() + " " + lab.clientHostKey() + "\n");
        ConfigText config = Way.EMBEDDED
                .in(SharedRepository.config(lab))
                .client("host-keys", null)
                .client("known-hosts", known.toString())
                .client("jump", "[" + lab.clientUser() + "@127.0.0.1:" + first.port() + "]");

        Cli.run(config, "run", "web1", "--", "list", "--short").expectSuccess();

        assertThat(first.log()).contains("Accepted publickey for " + lab.clientUser());
    }

    @Test
    void gatesStandInThePlan() {
        Result result =
                Cli.run(through(lab.config(), jump(first, "ecdsa"), jump(second, "rsa")), "run", "--dry-run", "web1");

        assertThat(result.expectSuccess().stdoutText())
                .contains(
                        "jump         " + lab.clientUser() + "@127.0.0.1 port " + first.port() + "\n",
                        "jump         " + lab.clientUser() + "@127.0.0.1 port " + second.port() + "\n",
                        "jump pins    ecdsa-sha2-nistp256 SHA256:");
    }

    @Test
    void gateWithAnotherHostKeyIsNamed() {
        Result result = Cli.run(
                through(Way.EMBEDDED.in(lab.config()), jump(first, "ecdsa"), jump(second, "ecdsa")), "run", "web1");

        Cli.assertFailed(
                result,
                76,
                "the host key of 127.0.0.1 port " + second.port() + ", a jump host of web1, is not the pinned one",
                "broker hostkey scan web1");
    }

    @Test
    void gateThatRefusesTheLoginIsNamed() {
        try (Sshd closed = lab.clientSshd(
                "AuthorizedKeysFile none", "HostKey " + lab.directory() + "/client/ssh_host_ecdsa_key")) {
            Result result = Cli.run(through(Way.EMBEDDED.in(lab.config()), jump(closed, "ecdsa")), "run", "web1");

            Cli.assertFailed(
                    result,
                    77,
                    "127.0.0.1 port " + closed.port() + ", a jump host of web1, refuses the login of "
                            + lab.clientUser(),
                    lab.identity() + ".pub");
        }
    }

    @Test
    void gateThatMakesNoConnectionsIsNamed() throws IOException {
        try (Sshd closed = gate("ecdsa", "AllowTcpForwarding no")) {
            Result result = Cli.run(through(Way.EMBEDDED.in(lab.config()), jump(closed, "ecdsa")), "run", "web1");

            Cli.assertFailed(
                    result,
                    77,
                    "127.0.0.1 port " + closed.port()
                            + ", a jump host before web1, refuses to connect to 127.0.0.1 port " + lab.clientPort(),
                    "AllowTcpForwarding");
        }
    }

    @Test
    void clientThatIsNotBehindTheGateIsUnreachableFromThere() {
        Result result = Cli.run(
                through(Way.EMBEDDED.in(lab.config()), jump(first, "ecdsa")).client("port", "1"), "run", "web1");

        Cli.assertFailed(
                result,
                69,
                "web1 cannot be reached at 127.0.0.1 port 1 through 127.0.0.1 port " + first.port()
                        + ": connection refused",
                "is it up?");
    }

    @Test
    void gateThatIsNotThereIsUnreachable() {
        first.close();

        Result result = Cli.run(through(Way.EMBEDDED.in(lab.config()), jump(first, "ecdsa")), "run", "web1");

        Cli.assertFailed(
                result, 69, "127.0.0.1 port " + first.port() + ", a jump host of web1, cannot be", "is it up?");
    }

    @Test
    void gateThatIsLostInTheMiddleEndsThePullAndLeavesNothing() {
        try (SlowData data = SlowData.ofManyFiles(lab);
                Running running = Cli.start(
                        data.in(through(Way.EMBEDDED.in(SharedRepository.config(lab)), jump(first, "ecdsa"))),
                        "run",
                        "web1")) {
            data.awaitUnderway();
            first.close();

            Cli.assertFailed(
                    running.waitFor(Limits.END), 69, "the connection to web1 was lost", "the next run goes on");
        }
    }

    /** The client's account is theirs, too. */
    private Sshd gate(String keyType, String... lines) throws IOException {
        Path keys = lab.directory().resolve("client/authorized_keys.gate");
        Files.writeString(
                keys,
                "restrict,port-forwarding,permitopen=\"127.0.0.1:*\" "
                        + Files.readString(Path.of(lab.identity() + ".pub")));
        String[] all = Arrays.copyOf(lines, lines.length + 2);
        all[lines.length] = "AuthorizedKeysFile " + keys;
        all[lines.length + 1] = "HostKey " + lab.directory() + "/client/ssh_host_" + keyType + "_key";
        return lab.clientSshd(all);
    }

    private String jump(Sshd gate, String pinned) {
        return "{host: 127.0.0.1, port: " + gate.port() + ", user: " + lab.clientUser() + ", host-keys: [\""
                + lab.hostKey("client", pinned) + "\"]}";
    }

    private static ConfigText through(ConfigText config, String... jumps) {
        return config.client("jump", "[" + String.join(", ", jumps) + "]");
    }
}
