package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.plan.Client;
import org.apache.sshd.common.session.helpers.MissingAttachedSessionException;
import org.junit.jupiter.api.Test;

class HopFailureTest {
    private final HopFailure failure = new HopFailure(
            "web1",
            "web1",
            new Client("web1.example.org", 22, "borgc", List.of(), new Client.OutsideAgent(Path.of("agent"))),
            null);

    @Test
    void whoLeavesAtOnceWasThere() {
        Failed failed = failure.connecting(new IOException("failed", new MissingAttachedSessionException("no session")))
                .whenSoft()
                .outcome();

        assertThat(failed.cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(failed.problem().what())
                .isEqualTo("web1 cannot be reached at web1.example.org port 22: it does not speak SSH");
    }

    @Test
    void whoRefusesTheConnectionMayBeAsleep() {
        Failed failed = failure.connecting(new ConnectException("Connection refused"))
                .whenSoft()
                .outcome();

        assertThat(failed.cause()).isEqualTo(Cause.ASLEEP);
        assertThat(failed.problem().what()).endsWith(": connection refused");
    }
}
