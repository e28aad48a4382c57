package org.agentbroker.agent.mina;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.KeyringAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.fixture.Conversations;
import org.agentbroker.agent.fixture.Conversations.Conversation;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations of a general agent, each over a channel of a real SSH session. */
@Timeout(60)
class KeyringTableTest {
    private static final String CHANNEL = "keyring@example.org";

    private static ExecutorService executor;
    private static Connected connected;
    private static KeyringAgent agent;

    @BeforeAll
    static void connects() throws Exception {
        executor = Executors.newCachedThreadPool();
        connected = Connected.loggedIn(JdkKey.ed25519(), both -> {
            List<ChannelFactory> factories = new ArrayList<>(both.client.getChannelFactories());
            factories.add(new KeyringChannels());
            both.client.setChannelFactories(factories);
        });
    }

    @AfterAll
    static void closes() {
        connected.close();
        executor.shutdownNow();
    }

    static Stream<Conversation> conversations() {
        return Conversations.ofAGeneralAgent();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void overAChannel(Conversation conversation) throws Exception {
        agent = KeyringAgent.open((comment, key, user) -> true, AgentListener.none(), new SteadyClock());
        PeerChannel channel = connected.openChannel(CHANNEL);
        conversation.holdWith(message -> {
            channel.send(Frames.framed(message));
            try {
                return Frames.framed(channel.answer().orElseThrow());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        channel.close(true);
        agent.close();
    }

    private static final class KeyringChannels implements ChannelFactory {
        @Override
        public String getName() {
            return CHANNEL;
        }

        @Override
        public Channel createChannel(Session session) {
            return new AgentChannel(agent.connect(), executor);
        }
    }
}
