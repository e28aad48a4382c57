package org.agentbroker.agent.mina;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Login;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agent channels that the server opens, over a real session. */
class AgentChannelTest {
    private static final byte[] EMPTY_LIST = {12, 0, 0, 0, 0};
    private static final byte[] FAILURE = {5};
    private static final byte[] SUCCESS = {6};

    private Connected connected;

    @BeforeEach
    void connects() throws Exception {
        connected = Connected.loggedIn();
    }

    @AfterEach
    void closes() {
        connected.close();
    }

    @Test
    void signsOneLogin() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        SessionBind bind = connected.destination.bind(Peer.session());
        Login login = new Login(bind.sessionId(), connected.agentKey.publicBlob(), "ssh-ed25519", bind.hostKey());

        channel.send(Frames.framed(Frames.list()));
        assertThat(channel.answer()).hasValue(EMPTY_LIST);
        channel.send(Frames.framed(Frames.bind(bind)));
        assertThat(channel.answer()).hasValue(SUCCESS);
        channel.send(Frames.framed(Frames.sign(login.request())));
        byte[] answer = channel.answer().orElseThrow();

        Blob signature = Blob.of(Arrays.copyOfRange(answer, 5, answer.length));
        HostPin key = HostPin.of(connected.agentKey.publicBlob());
        assertThat(key.hasSigned(login.data().toBytes(), signature)).isTrue();
        assertThat(connected.agentKey.isClosed()).isTrue();
        assertThat(connected.events)
                .extracting(AgentEvent::reason)
                .containsExactly(Reason.HOP_ADMITTED, Reason.NOT_BOUND, Reason.BOUND, Reason.SIGNED);
    }

    @Test
    void takesAMessageInSinglePackets() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        for (byte b : Frames.framed(Frames.bind(connected.destination.bind(Peer.session())))) {
            channel.send(b);
        }
        assertThat(channel.answer()).hasValue(SUCCESS);
    }

    @Test
    void answersPipelinedMessagesInTheirOrder() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (int i = 0; i < 50; i++) {
            pipeline.writeBytes(Frames.framed(Frames.list()));
            pipeline.writeBytes(Frames.framed(new byte[] {22}));
        }
        channel.send(pipeline.toByteArray());

        for (int i = 0; i < 50; i++) {
            assertThat(channel.answer()).hasValue(EMPTY_LIST);
            assertThat(channel.answer()).hasValue(FAILURE);
        }
    }

    @Test
    void grantsNewWindowForWhatItHasAnswered() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        byte[] largest = new byte[ForwardedAgent.LARGEST_REQUEST];
        largest[0] = 17;
        for (int i = 0; i < 100; i++) { // 1.6 MiB through a window of 64 KiB
            channel.send(Frames.framed(largest));
            assertThat(channel.answer()).hasValue(FAILURE);
        }
    }

    @Test
    void closesTheChannelOfAGibibyteAndKeepsTheSession() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        channel.send((byte) 0x40, (byte) 0, (byte) 0, (byte) 0);

        assertThat(channel.answer()).isEmpty();
        assertThat(connected.events).last().extracting(AgentEvent::reason).isEqualTo(Reason.TOO_LARGE);
        PeerChannel other = connected.openChannel();
        other.send(Frames.framed(Frames.list()));
        assertThat(other.answer()).hasValue(EMPTY_LIST);
        assertThat(connected.session.isOpen()).isTrue();
    }

    @Test
    void tellsABrokenStreamOnceWhateverComesAfterIt() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        for (int i = 0; i < 200; i++) {
            channel.sendHeedless(new byte[100]);
        }

        assertThat(channel.answer()).isEmpty();
        assertThat(connected.events)
                .extracting(AgentEvent::reason)
                .containsExactly(Reason.HOP_ADMITTED, Reason.TOO_LARGE);
    }

    @Test
    void answersWhatWasAskedBeforeAHalfClose() throws Exception {
        connected.exec();
        for (int i = 0; i < 50; i++) {
            PeerChannel channel = connected.openChannel();
            channel.send(Frames.framed(Frames.list()));
            channel.getInvertedIn().close(); // sends EOF

            assertThat(channel.answer()).as("round %d", i).hasValue(EMPTY_LIST);
            assertThat(channel.answer()).isEmpty();
        }
    }

    @Test
    void refusesAChannelOnASessionWithoutAnAgent() {
        assertThatThrownBy(() -> connected.openChannel()).hasMessageContaining("auth-agent@openssh.com");
        assertThat(connected.events).isEmpty();
        assertThat(connected.session.isOpen()).isTrue();
    }

    @Test
    void refusesTheNameThatOpenSshDoesNotUse() throws Exception {
        connected.exec();
        assertThatThrownBy(() -> connected.openChannel("agent-connect")).hasMessageContaining("agent-connect");
        assertThatThrownBy(() -> connected.openChannel("auth-agent")).hasMessageContaining("auth-agent");
    }

    @Test
    void refusesANinthChannelUntilOneIsClosed() throws Exception {
        connected.exec();
        List<PeerChannel> channels = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            channels.add(connected.openChannel());
        }
        assertThatThrownBy(() -> connected.openChannel()).hasMessageContaining("auth-agent@openssh.com");
        assertThat(connected.events).last().extracting(AgentEvent::reason).isEqualTo(Reason.TOO_MANY_CONNECTIONS);

        channels.get(0).getInvertedIn().close();
        assertThat(channels.get(0).answer()).isEmpty();

        PeerChannel next = connected.openChannel();
        next.send(Frames.framed(Frames.list()));
        assertThat(next.answer()).hasValue(EMPTY_LIST);
    }

    @Test
    void refusesChannelsAfterTheEndOfTheAgent() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        connected.agent.close();

        channel.send(Frames.framed(Frames.removeAll()));
        assertThat(channel.answer()).hasValue(FAILURE);
        assertThatThrownBy(() -> connected.openChannel()).hasMessageContaining("auth-agent@openssh.com");
    }

    /** A bind over the session that carries the channel: the hop trying to pass itself off as the destination. */
    @Test
    void believesNoBindToTheHopItself() throws Exception {
        connected.exec();
        PeerChannel channel = connected.openChannel();
        SessionBind hop = MinaForwarding.hop(connected.session);
        SessionBind replayed = new SessionBind(hop.hostKey(), hop.sessionId(), hop.signature(), false);

        channel.send(Frames.framed(Frames.bind(replayed)));

        assertThat(channel.answer()).hasValue(HexFormat.of().parseHex("1c"));
        assertThat(connected.events).last().extracting(AgentEvent::reason).isEqualTo(Reason.HOST_NOT_PINNED);
    }
}
