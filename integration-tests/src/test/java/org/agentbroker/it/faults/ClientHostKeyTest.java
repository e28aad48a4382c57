package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({LabExtension.class, NothingLeft.class})
class ClientHostKeyTest {

    @Test
    void anotherKeyThanThePinnedOneEndsThePullBeforeTheLogin(Lab lab) {
        try (Sshd sshd = lab.clientSshd()) {
            Result result = Cli.run(
                    lab.config()
                            .client("port", sshd.portText())
                            .client("host-keys", "[\"" + lab.serverHostKey() + "\"]"),
                    "run",
                    "web1");

            Cli.assertFailed(
                    result,
                    76,
                    "the host key of web1 is not the pinned one: it shows SHA256:",
                    "to compare, look at all of its keys: broker hostkey scan web1");
            assertThat(sshd.log()).doesNotContain("Accepted", "publickey");
        }
    }

    @Test
    void keyOfAnotherTypeIsNotAskedFor(Lab lab) {
        try (Sshd sshd = lab.clientSshd("HostKey " + lab.directory() + "/client/ssh_host_ed25519_key")) {
            Result result = Cli.run(
                    lab.config()
                            .client("port", sshd.portText())
                            .client("host-keys", "[\"" + lab.hostKey("client", "ecdsa") + "\"]"),
                    "run",
                    "web1");

            Cli.assertFailed(
                    result,
                    76,
                    "the host key of web1 is not the pinned one: it shows one of another type, pinned is SHA256:",
                    "broker hostkey scan web1");
            assertThat(sshd.log()).contains("no matching host key type found");
        }
    }

    @Test
    void anyOfThePinnedTypesIsTakenWhateverTheClientPrefers(Lab lab) {
        Result result = Cli.run(
                SharedRepository.config(lab).client("host-keys", "[\"" + lab.hostKey("client", "rsa") + "\"]"),
                "run",
                "web1",
                "--",
                "list");

        assertThat(result.exitCode()).as(result.toString()).isZero();
    }
}
