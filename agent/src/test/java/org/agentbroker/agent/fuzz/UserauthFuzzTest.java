package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.RequestCodec;
import org.agentbroker.agent.wire.SshWriter;
import org.agentbroker.agent.wire.UserauthRequest;
import org.junit.jupiter.params.provider.MethodSource;

/** Data that pass for a login are that login, byte for byte: nothing else can be signed under its name. */
class UserauthFuzzTest {
    @MethodSource("seeds")
    @FuzzTest
    void userauth(byte[] data) {
        UserauthRequest login;
        try {
            login = UserauthRequest.decode(Blob.of(data));
        } catch (MalformedMessage e) {
            assertThat(e).message().isNotBlank();
            return;
        }
        assertThat(written(login)).isEqualTo(data);
        if (isFor(login, login.keyBlob())) {
            assertThat(isFor(login, Blob.of(new byte[] {0, 0, 0, 0}))).isFalse();
            String type = login.algorithm().replace("rsa-sha2-256", "ssh-rsa").replace("rsa-sha2-512", "ssh-rsa");
            assertThat(login.keyBlob().toBytes())
                    .startsWith(new SshWriter()
                            .string(type.getBytes(StandardCharsets.ISO_8859_1))
                            .toBytes());
        }
    }

    private static boolean isFor(UserauthRequest login, Blob identity) {
        try {
            return login.isFor(identity);
        } catch (MalformedMessage e) {
            return false;
        }
    }

    private static byte[] written(UserauthRequest login) {
        SshWriter out = new SshWriter()
                .string(login.sessionId())
                .uint8(50)
                .string(login.user())
                .string("ssh-connection")
                .string(login.isHostbound() ? "publickey-hostbound-v00@openssh.com" : "publickey")
                .uint8(1)
                .string(login.algorithm().getBytes(StandardCharsets.ISO_8859_1))
                .string(login.keyBlob());
        if (login.hostKey() != null) {
            out.string(login.hostKey());
        }
        return out.toBytes();
    }

    static Stream<byte[]> seeds() {
        return Stream.of("sign-ed25519", "sign-ecdsa", "sign-rsa")
                .map(name -> (SignRequest) RequestCodec.decode(Golden.message(name)))
                .map(request -> request.data().toBytes());
    }
}
