package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as OpenSSH writes them. */
class GoldenRequestsTest {
    static final List<String> UNDERSTOOD = List.of(
            "list",
            "bind-ed25519",
            "bind-ecdsa",
            "bind-rsa",
            "bind-forwarding",
            "sign-ed25519",
            "sign-ecdsa",
            "sign-rsa",
            "remove-all");

    @Test
    void readsTheListAndTheRemovalOfAllKeys() {
        assertThat(decode("list")).isEqualTo(new ListIdentities());
        assertThat(decode("remove-all")).isEqualTo(new RemoveAll());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void readsABindWhoseSignatureVerifies(String type) {
        SessionBind bind = (SessionBind) decode("bind-" + type);

        HostPin host = Golden.publicKey("host-" + type);
        assertThat(bind.hostKey()).isEqualTo(host.blob());
        assertThat(bind.forwarding()).isFalse();
        assertThat(host.hasSigned(bind.sessionId().toBytes(), bind.signature())).isTrue();
    }

    @Test
    void readsTheBindOfAForwardedConnection() {
        SessionBind bind = (SessionBind) decode("bind-forwarding");

        assertThat(bind.forwarding()).isTrue();
        assertThat(Golden.publicKey("host-ed25519").hasSigned(bind.sessionId().toBytes(), bind.signature()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind-ed25519", "bind-ecdsa", "bind-rsa", "bind-forwarding"})
    void writesABindAsOpenSshDoes(String name) {
        assertThat(RequestCodec.encode((SessionBind) decode(name))).isEqualTo(Golden.message(name));
    }

    @ParameterizedTest
    @CsvSource({"ed25519, 0, ssh-ed25519", "ecdsa, 0, ecdsa-sha2-nistp256", "rsa, 4, rsa-sha2-512"})
    void readsASignRequestForALogin(String type, int flags, String algorithm) throws MalformedMessage {
        SignRequest request = (SignRequest) decode("sign-" + type);
        UserauthRequest login = UserauthRequest.decode(request.data());

        SessionBind bind = (SessionBind) decode("bind-" + type);
        Blob key = Golden.publicKey("user-" + type).blob();
        assertThat(request.flags()).isEqualTo(flags);
        assertThat(request.keyBlob()).isEqualTo(key);
        assertThat(login)
                .isEqualTo(new UserauthRequest(
                        bind.sessionId(),
                        Blob.of("backup".getBytes()),
                        UserauthRequest.HOSTBOUND,
                        algorithm,
                        key,
                        bind.hostKey()));
    }

    @ParameterizedTest
    @CsvSource({
        "add-ed25519, 17, add",
        "add-rsa, 17, add",
        "add-ecdsa, 17, add",
        "add-constrained, 25, add",
        "remove, 18, remove",
        "lock, 22, lock",
        "unlock, 23, unlock"
    })
    void readsNothingOfWhatChangesAnAgent(String name, int number, String verb) {
        AgentRequest request = decode(name);

        assertThat(request).isEqualTo(new Refused(number));
        assertThat(request.verb()).isEqualTo(verb);
        assertThat(((Refused) request).isManagement()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("UNDERSTOOD")
    void takesNoneThatIsCutOff(String name) {
        byte[] whole = Golden.message(name);
        for (int length = 1; length < whole.length; length++) {
            assertThat(RequestCodec.decode(Arrays.copyOf(whole, length)))
                    .as("%s cut to %d bytes", name, length)
                    .isInstanceOf(Malformed.class);
        }
    }

    @ParameterizedTest
    @FieldSource("UNDERSTOOD")
    void takesNoneWithAByteAfterItsEnd(String name) {
        byte[] whole = Golden.message(name);

        assertThat(RequestCodec.decode(Arrays.copyOf(whole, whole.length + 1)))
                .isEqualTo(new Malformed(whole[0], "1 bytes after the end"));
    }

    private static AgentRequest decode(String name) {
        return RequestCodec.decode(Golden.message(name));
    }
}
