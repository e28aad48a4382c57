package org.agentbroker.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Conversations;
import org.agentbroker.agent.fixture.Conversations.Conversation;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.fixture.SshAgentProcess;
import org.agentbroker.agent.unix.AgentServer;
import org.agentbroker.agent.unix.AgentSocket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same conversations in memory, over a unix socket, and with OpenSSH's own agent. */
@Timeout(60)
class KeyringTableTest {
    private final KeyringAgent agent =
            KeyringAgent.open((comment, key, user) -> true, AgentListener.none(), new SettableClock(), time -> {});

    static Stream<Conversation> conversations() {
        return Conversations.ofAGeneralAgent();
    }

    static Stream<Conversation> opensshs() {
        return conversations().filter(each -> !each.ours());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void inMemory(Conversation conversation) throws IOException {
        try (AgentConnection connection = agent.connect()) {
            conversation.holdWith(connection::answer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void overASocket(Conversation conversation, @TempDir Path directory) throws Exception {
        try (AgentServer server = AgentServer.open(agent, directory.resolve("agent"));
                AgentSocket socket = AgentSocket.open(server.path())) {
            conversation.holdWith(message -> Frames.framed(socket.exchange(Frames.framed(message))));
        }
    }

    /** What we expect of our agent is what theirs does, except where we differ by intent. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("opensshs")
    void withOpenSsh(Conversation conversation, @TempDir Path directory) throws Exception {
        SshAgentProcess.assumeInstalled();
        try (SshAgentProcess real = SshAgentProcess.start(directory);
                AgentSocket socket = AgentSocket.open(real.socket())) {
            conversation.holdWith(message -> Frames.framed(socket.exchange(Frames.framed(message))));
        }
    }
}
