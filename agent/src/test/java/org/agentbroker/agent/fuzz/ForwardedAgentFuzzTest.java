package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.AgentStream;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.KeyringCodec;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.RequestCodec;
import org.agentbroker.agent.wire.UserauthRequest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A peer of the agent for one purpose that sends anything. The only binds there are were made by the host key of the
 * golden messages, which nobody can make a further one with; so what may be signed is known to the byte.
 */
class ForwardedAgentFuzzTest {
    private static final PolicyLevel[] LEVELS = PolicyLevel.values();
    private static final HostPin HOST = Golden.publicKey("host-ed25519");
    private static final HostPin USER = Golden.publicKey("user-ed25519");
    private static final SignRequest LOGIN = (SignRequest) RequestCodec.decode(Golden.message("sign-ed25519"));

    /** @param input the level and whether the carrier tells the hop, in its first byte; then the stream */
    @MethodSource("seeds")
    @FuzzTest
    void forwarded(byte[] input) {
        if (input.length == 0) {
            return;
        }
        PolicyLevel level = LEVELS[(input[0] & 0x7f) % LEVELS.length];
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        Cut cut = Cut.of(stream, ForwardedAgent.LARGEST_REQUEST);
        SignPolicy policy = new SignPolicy(level, "backup", Set.of(HOST), Set.of(HOST), 1, Duration.ofMinutes(2));
        try (ForwardedAgent agent = ForwardedAgent.open(key(), policy, AgentListener.none(), new SettableClock())) {
            List<byte[]> replies = Replies.in(answers(agent, input[0] < 0, stream));
            assertThat(replies).hasSameSizeAs(cut.frames());
            int signatures = 0;
            for (int i = 0; i < replies.size(); i++) {
                if (replies.get(i)[0] == 14) {
                    signatures++;
                    lookAtSignature(cut.frames().get(i), replies.get(i), level);
                }
            }
            assertThat(signatures).isLessThanOrEqualTo(1).isEqualTo(1 - agent.signaturesLeft());
        }
    }

    private static void lookAtSignature(byte[] message, byte[] reply, PolicyLevel level) {
        SignRequest request = (SignRequest) RequestCodec.decode(message);
        byte[] data = request.data().toBytes();
        assertThat(request.keyBlob()).isEqualTo(USER.blob());
        assertThat(USER.hasSigned(data, Blob.of(Replies.firstString(reply)))).isTrue();
        if (level == PolicyLevel.HOSTBOUND) {
            assertThat(request).isEqualTo(LOGIN);
        }
        UserauthRequest login = login(request);
        UserauthRequest honest = login(LOGIN);
        assertThat(login.user()).isEqualTo(honest.user());
        assertThat(login.algorithm()).isEqualTo("ssh-ed25519");
        assertThat(login.keyBlob()).isEqualTo(USER.blob());
        if (level == PolicyLevel.BOUND) {
            assertThat(login.sessionId()).isEqualTo(honest.sessionId());
        }
        if (login.isHostbound()) {
            assertThat(login.hostKey()).isEqualTo(HOST.blob());
        }
    }

    private static UserauthRequest login(SignRequest request) {
        try {
            return UserauthRequest.decode(request.data());
        } catch (MalformedMessage e) {
            return fail("signed, and no login", e);
        }
    }

    private static byte[] answers(ForwardedAgent agent, boolean hopIsTold, byte[] stream) {
        SessionBind hop = (SessionBind) RequestCodec.decode(Golden.message("bind-forwarding"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AgentConnection connection = hopIsTold ? agent.connect(hop) : agent.connect()) {
            AgentStream.serve(Objects.requireNonNull(connection), new ByteArrayInputStream(stream), out);
        } catch (IOException e) {
            fail("streams in memory do not fail", e);
        }
        return out.toByteArray();
    }

    private static AgentKey key() {
        AddKey add = (AddKey) KeyringCodec.decode(Golden.message("add-ed25519"));
        try {
            return AgentKey.of(add.keyType(), add.fields(), "");
        } catch (UnusableInput e) {
            return fail("the golden key", e);
        }
    }

    static Stream<byte[]> seeds() {
        String[] pull = {"bind-forwarding", "list", "bind-ed25519", "list", "sign-ed25519", "sign-ed25519"};
        String[] told = {"list", "bind-ed25519", "list", "sign-ed25519", "remove-all", "list"};
        return Stream.of(
                Seeds.stream(0, pull),
                Seeds.stream(1, pull),
                Seeds.stream(2, pull),
                Seeds.stream(2, "sign-ed25519"),
                Seeds.stream(0x80, told),
                Seeds.stream(0x81, told),
                Seeds.stream(0x82, "bind-rsa", "add-ed25519", "lock"));
    }
}
