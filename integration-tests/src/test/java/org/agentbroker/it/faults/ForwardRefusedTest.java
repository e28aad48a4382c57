package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The client's sshd does not listen for broker. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class ForwardRefusedTest {

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED, AllowTcpForwarding no",
        "TUNNEL, AllowTcpForwarding no",
        // sshd takes the word for both kinds (OpenSSH, session.c, do_authenticated)
        "SOCKET, AllowTcpForwarding no",
        "EMBEDDED, AllowTcpForwarding local",
        "SOCKET, AllowStreamLocalForwarding no",
        "SOCKET, AllowStreamLocalForwarding local",
    })
    void bySettingOfTheClientsSshdIsRefused(Way way, String setting, Lab lab) {
        try (Sshd sshd = lab.clientSshd(setting)) {
            Result result = Cli.run(way.in(lab.config()).client("port", sshd.portText()), "run", "web1");

            assertRefused(result, setting.split(" ")[0]);
        }
    }

    @Test
    void byPermitListenOfTheClientsSshdIsRefused(Lab lab) {
        try (Sshd sshd = lab.clientSshd("PermitListen none")) {
            Result result = Cli.run(Way.EMBEDDED.in(lab.config()).client("port", sshd.portText()), "run", "web1");

            // the same words as in authorized_keys
            assertRefused(result, "permitlisten=\"127.0.0.1:*\"");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"EMBEDDED", "SOCKET"})
    void byTheLineOfBrokersKeyIsRefused(Way way, Lab lab) throws IOException {
        Path keys = lab.directory().resolve("client/authorized_keys.agent-only");
        Files.writeString(keys, "restrict,agent-forwarding " + Files.readString(Path.of(lab.identity() + ".pub")));
        try (Sshd sshd = lab.clientSshd("AuthorizedKeysFile " + keys)) {
            Result result = Cli.run(way.in(lab.config()).client("port", sshd.portText()), "run", "web1");

            assertRefused(result, "port-forwarding");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EMBEDDED, AllowStreamLocalForwarding no",
        // no second login, no agent
        "SOCKET, AllowAgentForwarding no",
        "DIRECT, AllowTcpForwarding no",
    })
    void settingThatAWayDoesNotNeedIsNoMatter(Way way, String setting, Lab lab) {
        try (Sshd sshd = lab.clientSshd(setting)) {
            ConfigText config = way.in(SharedRepository.config(lab)).client("port", sshd.portText());

            Result result = Cli.run(config, "run", "web1", "--", "list", "--short");

            assertThat(result.exitCode()).as(result.toString()).isZero();
        }
    }

    private static void assertRefused(Result result, String hint) {
        Cli.assertFailed(result, 77, "web1", hint);
        assertThat(result.stderr()).doesNotContain("Traceback", "Exception");
    }
}
