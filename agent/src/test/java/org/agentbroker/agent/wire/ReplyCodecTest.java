package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.wire.AgentReply.ExtensionFailure;
import org.agentbroker.agent.wire.AgentReply.Extensions;
import org.agentbroker.agent.wire.AgentReply.Failure;
import org.agentbroker.agent.wire.AgentReply.Identities;
import org.agentbroker.agent.wire.AgentReply.Identity;
import org.agentbroker.agent.wire.AgentReply.Signature;
import org.agentbroker.agent.wire.AgentReply.Success;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyCodecTest {
    @Test
    void writesSuccessAndFailureAsOpenSshDoes() {
        assertThat(ReplyCodec.encode(new Success())).isEqualTo(Golden.frame("success"));
        assertThat(ReplyCodec.encode(new Failure())).isEqualTo(Golden.frame("failure"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void writesAListOfOneAsOpenSshDoes(String type) {
        Identity identity = new Identity(
                Golden.publicKey("user-" + type).blob(), Blob.of("golden".getBytes(StandardCharsets.UTF_8)));

        assertThat(ReplyCodec.encode(new Identities(List.of(identity)))).isEqualTo(Golden.frame("identities-" + type));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void writesASignatureAsOpenSshDoes(String type) {
        byte[] golden = Golden.frame("signed-" + type);
        Blob signature = Blob.of(Arrays.copyOfRange(golden, 9, golden.length)); // two lengths and the number 14

        SignRequest request = (SignRequest) RequestCodec.decode(Golden.message("sign-" + type));
        assertThat(Golden.publicKey("user-" + type).hasSigned(request.data().toBytes(), signature))
                .isTrue();
        assertThat(ReplyCodec.encode(new Signature(signature))).isEqualTo(golden);
    }

    @Test
    void writesAnEmptyList() {
        assertThat(ReplyCodec.encode(new Identities(List.of()))).isEqualTo(hex("00000005 0c 00000000"));
    }

    @Test
    void writesTheFailureOfAnExtension() {
        assertThat(ReplyCodec.encode(new ExtensionFailure())).isEqualTo(hex("00000001 1c"));
    }

    /** RFC 9987, 3.8.1: 29, the name that was asked, then the names. */
    @Test
    void writesTheExtensions() {
        assertThat(ReplyCodec.encode(new Extensions(List.of("a", "bc"))))
                .isEqualTo(hex("00000015 1d 00000005 7175657279 00000001 61 00000002 6263"));
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }
}
