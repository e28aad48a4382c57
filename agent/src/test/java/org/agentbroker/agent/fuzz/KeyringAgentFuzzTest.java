package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.AgentConnection;
import org.agentbroker.agent.AgentListener;
import org.agentbroker.agent.AgentStream;
import org.agentbroker.agent.ImpatientAgent;
import org.agentbroker.agent.KeyringAgent;
import org.agentbroker.agent.key.HostKeys;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.KeyringCodec;
import org.junit.jupiter.params.provider.MethodSource;

/** A peer of the general agent that sends anything: one good answer to each message, and the next peer is served. */
class KeyringAgentFuzzTest {
    /** @param stream a connection, from its first byte to its last */
    @MethodSource("seeds")
    @FuzzTest
    void keyring(byte[] stream) {
        Cut cut = Cut.of(stream, KeyringAgent.LARGEST_REQUEST);
        try (KeyringAgent agent =
                ImpatientAgent.open((comment, fingerprint, user) -> comment.length() % 2 == 0, AgentListener.none())) {
            List<byte[]> replies = Replies.in(answers(agent, stream));
            assertThat(replies).hasSameSizeAs(cut.frames());
            for (int i = 0; i < replies.size(); i++) {
                lookAtSignature(cut.frames().get(i), replies.get(i));
            }
            assertThat(Replies.in(answers(agent, new byte[] {0, 0, 0, 1, 11})))
                    .singleElement()
                    .satisfies(list -> assertThat(list[0]).isEqualTo((byte) 12));
        }
    }

    private static byte[] answers(KeyringAgent agent, byte[] stream) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AgentConnection connection = agent.connect()) {
            AgentStream.serve(connection, new ByteArrayInputStream(stream), out);
        } catch (IOException e) {
            fail("streams in memory do not fail", e);
        }
        return out.toByteArray();
    }

    private static void lookAtSignature(byte[] message, byte[] reply) {
        if (reply[0] == 14) {
            SignRequest request = (SignRequest) KeyringCodec.decode(message);
            assertThat(HostKeys.hasSigned(
                            request.keyBlob(), request.data().toBytes(), Blob.of(Replies.firstString(reply))))
                    .isTrue();
        }
    }

    static Stream<byte[]> seeds() {
        return Stream.of(
                Seeds.stream("add-ed25519", "list", "sign-ed25519", "remove", "list"),
                Seeds.stream("add-ecdsa", "sign-ecdsa", "add-rsa", "sign-rsa", "remove-all"),
                Seeds.stream("add-cert-ed25519", "add-mldsa44", "add-cert-mldsa44", "list", "query", "add-token"),
                Seeds.stream("add-over-hop", "list", "bind-certificate", "add-to-authority", "list", "remove-token"),
                Seeds.stream("add-all-constraints", "add-to-user", "bind-ed25519", "add-to-host", "list"),
                Seeds.stream("bind-ed25519", "add-constrained", "sign-ed25519", "bind-ecdsa"),
                Seeds.stream("bind-forwarding", "bind-ed25519", "add-ed25519", "sign-ed25519"),
                Seeds.stream("add-ed25519", "lock", "list", "sign-ed25519", "bind-rsa", "unlock", "list"));
    }
}
