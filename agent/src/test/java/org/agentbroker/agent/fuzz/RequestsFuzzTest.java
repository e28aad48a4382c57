package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import org.agentbroker.agent.fixture.Additions;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.wire.AgentRequest;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.KeyringCodec;
import org.agentbroker.agent.wire.KeyringRequest;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.RemoveKey;
import org.agentbroker.agent.wire.RequestCodec;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes is a request; and a request that was understood is all of the message. */
class RequestsFuzzTest {
    @MethodSource("org.agentbroker.agent.fuzz.Seeds#messages")
    @FuzzTest
    void requests(byte[] message) {
        if (message.length == 0) {
            return;
        }
        byte[] before = message.clone();
        AgentRequest strict = RequestCodec.decode(message);
        AgentRequest request = KeyringCodec.decode(message);

        assertThat(message).as("as it was").isEqualTo(before);
        assertThat(strict.verb()).isNotEmpty();
        written(strict).ifPresent(bytes -> assertThat(bytes).isEqualTo(message));
        written(request).ifPresent(bytes -> assertThat(message).startsWith(bytes));
        if (request instanceof AddKey add) {
            looksAtAddedKey(add, message);
        }
        if (request instanceof KeyringRequest secret) {
            secret.wipe();
            assertThat(message).as("not wiped with it").isEqualTo(before);
        }
    }

    private static void looksAtAddedKey(AddKey add, byte[] message) {
        byte[] fields = add.fields().clone();
        byte[] again = Additions.message(add);
        // not one byte was passed over, so no constraint either; only their order is free
        assertThat(add.size()).isEqualTo(message.length);
        assertThat(again).hasSameSizeAs(message);
        AddKey second = (AddKey) KeyringCodec.decode(again);
        assertThat(second.constraints()).isEqualTo(add.constraints());
        assertThat(second.comment()).isEqualTo(add.comment());
        assertThat(second.fields()).isEqualTo(fields);

        Arrays.fill(again, (byte) 0);
        assertThat(second.fields()).as("no view of the message").isEqualTo(fields);
    }

    /** The bytes of the requests that hold all that they came with. */
    private static Optional<byte[]> written(AgentRequest request) {
        if (request instanceof SessionBind bind) {
            return Optional.of(RequestCodec.encode(bind));
        }
        if (request instanceof SignRequest sign) {
            return Optional.of(Frames.sign(sign));
        }
        if (request instanceof RemoveKey remove) {
            return Optional.of(
                    new SshWriter().uint8(18).string(remove.keyBlob()).toBytes());
        }
        return Optional.empty();
    }
}
