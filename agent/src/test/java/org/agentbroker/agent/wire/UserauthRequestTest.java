package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agentbroker.agent.fixture.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserauthRequestTest {
    private static final Blob SESSION = Blob.of(new byte[32]);
    private static final Blob KEY = Blob.of(new byte[] {1, 2});
    private static final Blob HOST = Blob.of(new byte[] {3, 4});

    @Test
    void readsAHostboundLogin() throws MalformedMessage {
        UserauthRequest read = UserauthRequest.decode(login().data());

        assertThat(read)
                .isEqualTo(new UserauthRequest(SESSION, utf8("borg"), Login.HOSTBOUND, "ssh-ed25519", KEY, HOST));
        assertThat(read.isHostbound()).isTrue();
    }

    @Test
    void readsAPlainLogin() throws MalformedMessage {
        UserauthRequest read =
                UserauthRequest.decode(login().method("publickey").data());

        assertThat(read).isEqualTo(new UserauthRequest(SESSION, utf8("borg"), "publickey", "ssh-ed25519", KEY, null));
        assertThat(read.isHostbound()).isFalse();
    }

    /** OpenSSH's agent drops that NUL; two users would be one. */
    @Test
    void keepsANulAtTheEndOfAUser() throws MalformedMessage {
        assertThat(UserauthRequest.decode(login().user("borg\0").data()).user())
                .isEqualTo(utf8("borg\0"))
                .isNotEqualTo(utf8("borg"));
    }

    @Test
    void refusesAnotherMessage() {
        refused(login().number(51), "not a login");
        refused(login().number(0), "not a login");
    }

    /** OpenSSH PROTOCOL.sshsig: what {@code ssh-keygen -Y sign} asks an agent for. */
    @Test
    void refusesTheSignatureOfAFile() {
        SshWriter data = new SshWriter();
        for (char c : "SSHSIG".toCharArray()) {
            data.uint8(c);
        }
        Blob file = Blob.of(data.string("file")
                .string("")
                .string("sha512")
                .string(new byte[64])
                .toBytes());

        assertThatThrownBy(() -> UserauthRequest.decode(file))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("session id is cut off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-userauth", "ssh-connection\0", "SSH-CONNECTION", ""})
    void refusesAnotherService(String service) {
        refused(login().service(service), "not a login for ssh-connection");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hostbased", "password", "none", "publickey-hostbound-v01@openssh.com", "publickey\0"})
    void refusesAnotherMethod(String method) {
        refused(login().method(method), "not a login by public key");
    }

    @Test
    void refusesALoginWithoutSignature() {
        refused(login().hasSignature(0), "a login that asks for no signature");
        refused(login().hasSignature(2), "has signature is neither 0 nor 1");
    }

    @Test
    void refusesBytesAfterTheEnd() {
        refused(login().trailing((byte) 0), "1 bytes after the end");
        refused(login().method("publickey").trailing((byte) 0, (byte) 0), "2 bytes after the end");
    }

    @Test
    void refusesEveryShorterPart() {
        byte[] whole = login().data().toBytes();
        for (int length = 0; length < whole.length; length++) {
            Blob part = Blob.of(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> UserauthRequest.decode(part))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedMessage.class);
        }
    }

    private static Login login() {
        return new Login(SESSION, KEY, "ssh-ed25519", HOST);
    }

    private static void refused(Login login, String why) {
        assertThatThrownBy(() -> UserauthRequest.decode(login.data()))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage(why);
    }

    private static Blob utf8(String text) {
        return Blob.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
