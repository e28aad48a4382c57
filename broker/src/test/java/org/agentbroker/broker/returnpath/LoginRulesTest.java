package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.SignatureAlgorithm;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.agentbroker.broker.fixture.Pins;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.agentbroker.broker.returnpath.LoginRules.Denied;
import org.agentbroker.broker.returnpath.LoginRules.Probe;
import org.agentbroker.broker.returnpath.LoginRules.Promise;
import org.agentbroker.broker.returnpath.LoginRules.Proved;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each field of a login, and what happens when it is not as it must be. */
class LoginRulesTest {
    private static final String HOSTBOUND = "publickey-hostbound-v00@openssh.com";
    private static final Blob SESSION = Blob.of(new byte[] {1, 2, 3});
    private static final Blob HOST_KEY = Pins.SERVER.blob();

    @TempDir
    Path directory;

    private AgentKey key;
    private LoginRules rules;

    @BeforeEach
    void open() throws Exception {
        key = AgentKey.load(Endpoint.key(directory, "rsa", "rsa"), null);
        rules = new LoginRules("borgs", key.identity(), HOST_KEY);
    }

    @Test
    void theRightLogin() throws Exception {
        assertThat(judge(new Said())).isEqualTo(new Proved());
    }

    @Test
    void aQuestionInBothForms() throws Exception {
        Said question = new Said();
        question.signed = false;
        assertThat(judge(question)).isEqualTo(new Promise("rsa-sha2-512", key.identity()));
        question.method = "publickey";
        assertThat(judge(question)).isEqualTo(new Promise("rsa-sha2-512", key.identity()));
    }

    @Test
    void aQuestionAboutAnotherKeyOrUser() throws Exception {
        Said question = new Said();
        question.signed = false;
        question.user = "root";
        assertThat(judge(question)).isEqualTo(new Denied(Refusal.USER));
        question = new Said();
        question.signed = false;
        question.key = Pins.RSA.blob();
        assertThat(judge(question)).isEqualTo(new Denied(Refusal.KEY));
    }

    @Test
    void otherMethods() throws Exception {
        Said said = new Said();
        said.method = "publickey";
        assertThat(judge(said)).as("a good signature").isEqualTo(new Denied(Refusal.METHOD));
        for (String method : new String[] {"password", "keyboard-interactive", "hostbased", HOSTBOUND.toUpperCase()}) {
            said.method = method;
            assertThat(judge(said)).isEqualTo(new Denied(Refusal.METHOD));
        }
        said.method = "none";
        assertThat(judge(said)).isEqualTo(new Probe());
    }

    @Test
    void otherFields() throws Exception {
        Said said = new Said();
        said.user = "borgs\0";
        assertThat(judge(said)).isEqualTo(new Denied(Refusal.USER));
        said = new Said();
        said.service = "ssh-userauth";
        assertThat(judge(said)).isEqualTo(new Denied(Refusal.MALFORMED));
        said = new Said();
        said.hostKey = Pins.CLIENT.blob();
        assertThat(judge(said)).isEqualTo(new Denied(Refusal.HOST_KEY));
        said = new Said();
        said.key = Pins.RSA.blob();
        assertThat(judge(said)).isEqualTo(new Denied(Refusal.KEY));
        said = new Said();
        said.algorithm = "ssh-rsa";
        assertThat(judge(said)).as("SHA-1").isEqualTo(new Denied(Refusal.ALGORITHM));
    }

    @Test
    void otherSignatures() throws Exception {
        Said said = new Said();
        said.signedSession = Blob.of(new byte[] {1, 2, 4});
        assertThat(judge(said)).as("of another session").isEqualTo(new Denied(Refusal.SIGNATURE));
        said = new Said();
        said.signature = SignatureAlgorithm.RSA_SHA256;
        assertThat(judge(said)).as("by another algorithm than said").isEqualTo(new Denied(Refusal.SIGNATURE));
        said = new Said();
        said.tail = new byte[] {0};
        assertThat(judge(said)).as("with more behind it").isEqualTo(new Denied(Refusal.MALFORMED));
    }

    @Test
    void cutAnywhereItIsMalformed() throws Exception {
        byte[] message = new Said().message();
        for (int length = 0; length < message.length; length++) {
            LoginRules.Answer answer = rules.judge(SESSION, Arrays.copyOf(message, length));
            assertThat(answer).isNotInstanceOf(Proved.class).isNotInstanceOf(Promise.class);
        }
    }

    @Test
    void anIdentityThatCannotSign() {
        Blob nothing = Blob.of(new SshWriter().string("ssh-dss").toBytes());
        assertThatThrownBy(() -> new LoginRules("borgs", nothing, HOST_KEY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private LoginRules.Answer judge(Said said) throws Exception {
        return rules.judge(SESSION, said.message());
    }

    /** A login request; as it must be until a field is changed. */
    private final class Said {
        String user = "borgs";
        String service = "ssh-connection";
        String method = HOSTBOUND;
        boolean signed = true;
        String algorithm = "rsa-sha2-512";
        Blob key = LoginRulesTest.this.key.identity();
        Blob hostKey = HOST_KEY;
        Blob signedSession = SESSION;
        SignatureAlgorithm signature = SignatureAlgorithm.RSA_SHA512;
        byte[] tail = {};

        byte[] message() throws Exception {
            SshWriter body =
                    new SshWriter().uint8(50).string(user).string(service).string(method);
            body.uint8(signed ? 1 : 0).string(algorithm).string(key);
            if (method.equals(HOSTBOUND)) {
                body.string(hostKey);
            }
            byte[] bytes = body.toBytes();
            if (signed) {
                byte[] data = joined(new SshWriter().string(signedSession).toBytes(), bytes);
                byte[] signs = new SshWriter()
                        .string(LoginRulesTest.this.key.sign(signature, data))
                        .toBytes();
                bytes = joined(bytes, signs);
            }
            return joined(bytes, tail);
        }

        private byte[] joined(byte[] one, byte[] other) {
            byte[] both = Arrays.copyOf(one, one.length + other.length);
            System.arraycopy(other, 0, both, one.length, other.length);
            return both;
        }
    }
}
