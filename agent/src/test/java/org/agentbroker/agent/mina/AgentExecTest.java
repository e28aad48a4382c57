package org.agentbroker.agent.mina;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.fixture.JdkKey;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.Test;

class AgentExecTest {
    @Test
    void knowsThatForwardingWasGranted() throws Exception {
        try (Connected connected = Connected.loggedIn()) {
            assertThat(forwarding(connected.exec())).isTrue();
        }
    }

    @Test
    void knowsThatForwardingWasRefused() throws Exception {
        try (Connected connected = Connected.loggedIn(
                JdkKey.ed25519(), both -> both.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE))) {
            AgentExec exec = connected.exec();

            assertThat(forwarding(exec)).isFalse();
            assertThat(exec.isOpen()).isTrue();
        }
    }

    @Test
    void takesAChannelThatIsClosedBeforeAnAnswerForARefusal() throws Exception {
        try (Connected connected = Connected.loggedIn()) {
            AgentExec exec = connected.forwarding.exec(connected.session, connected.agent, "wait");
            exec.close(true).await(Connected.SECONDS, TimeUnit.SECONDS);

            assertThat(forwarding(exec)).isFalse();
        }
    }

    private static boolean forwarding(AgentExec exec) throws Exception {
        return exec.forwarding().get(Connected.SECONDS, TimeUnit.SECONDS);
    }
}
