package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an sshd_config and a line of {@code authorized_keys} allow, with OpenSSH's sshd. */
@Timeout(60)
class ForwardRefusedTest {
    private static final String SETUP =
            "restrict,agent-forwarding,port-forwarding,permitlisten=\"localhost:*\",permitlisten=\"127.0.0.1:*\"";

    private final LinkClient client = new LinkClient();

    @AfterEach
    void closes() {
        client.close();
    }

    @Test
    void whatSetupWritesAllowsBoth() throws Exception {
        assertThat(refused(SETUP + ",permitopen=\"none:1\"", "")).isEqualTo("nothing");
    }

    @Test
    void permitlistenComparesTextAndKnowsNoSockets() throws Exception {
        assertThat(refused("restrict,port-forwarding,permitlisten=\"127.0.0.1:*\"", ""))
                .isEqualTo("nothing");
        assertThat(refused("restrict,port-forwarding,permitlisten=\"localhost:*\"", ""))
                .isEqualTo("nothing");
        assertThat(refused("restrict,port-forwarding,permitlisten=\"none:1\"", ""))
                .isEqualTo("tcp");
        assertThat(refused("restrict,permitlisten=\"localhost:*\"", ""))
                .as("does not lift restrict")
                .isEqualTo("tcp unix");
        assertThat(refused("restrict,agent-forwarding", "")).isEqualTo("tcp unix");
    }

    @Test
    void tcpForbiddenIsAllForbidden() throws Exception {
        assertThat(refused("", "AllowTcpForwarding no")).isEqualTo("tcp unix");
        assertThat(refused("", "AllowTcpForwarding local")).isEqualTo("tcp unix");
        assertThat(refused("", "AllowTcpForwarding remote")).isEqualTo("nothing");
        assertThat(refused("", "DisableForwarding yes")).isEqualTo("tcp unix");
        assertThat(refused("", "PermitListen none")).isEqualTo("tcp");
    }

    @Test
    void socketsCanBeForbiddenAlone() throws Exception {
        assertThat(refused("", "AllowStreamLocalForwarding no")).isEqualTo("unix");
        assertThat(refused("", "AllowStreamLocalForwarding local")).isEqualTo("unix");
    }

    private String refused(String options, String config) throws Exception {
        try (OpenSsh sshd = OpenSsh.start(client.login, options, config)) {
            ClientSession hop = client.connect(sshd.port());
            Path path = sshd.directory().resolve("s");
            String tcp = isRefused(() -> client.forwards.tcp(hop, far -> null, LinkClient.TIME)) ? "tcp" : "";
            String unix = isRefused(() -> client.forwards.unix(hop, path.toString(), far -> null, LinkClient.TIME))
                    ? "unix"
                    : "";
            String both = (tcp + " " + unix).strip();
            return both.isEmpty() ? "nothing" : both;
        }
    }

    private interface Request {
        ReverseForward send() throws Exception;
    }

    private static boolean isRefused(Request request) throws Exception {
        try {
            request.send().close();
            return false;
        } catch (ForwardRefused e) {
            assertThat(e).hasMessageStartingWith("the client does not listen at a ");
            return true;
        }
    }
}
