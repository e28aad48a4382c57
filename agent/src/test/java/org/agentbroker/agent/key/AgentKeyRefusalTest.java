package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that hold no key of ours, or one that is too weak. */
class AgentKeyRefusalTest {
    private static final String UNSUPPORTED = "take a key of type ed25519, ecdsa or rsa";

    @ParameterizedTest
    @ValueSource(strings = {"ed25519.pub", "ecdsa256.pub", "rsa2048.pub"})
    void tellsAPublicKey(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k.pub", null),
                "k.pub holds a public key",
                "name the file without .pub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa2048-pem", "ecdsa256-pkcs8"})
    void saysHowToConvertOtherFormats(String name) {
        assertUnusable(
                () -> AgentKey.parse(Keys.file(name), "k", null),
                "k is not in OpenSSH's format",
                "convert it: ssh-keygen -p -f k");
    }

    @Test
    void tellsWhatIsNoKeyAtAll() {
        for (String text : List.of("", "x", "hello\n", "PuTTY-User-Key-File-3: ssh-ed25519\n")) {
            assertUnusable(
                    () -> AgentKey.parse(text.getBytes(StandardCharsets.US_ASCII), "k", null),
                    "k is not a key file",
                    "make one: ssh-keygen -t ed25519 -f FILE");
        }
    }

    @Test
    void refusesAShortRsaKey() {
        assertUnusable(
                () -> AgentKey.parse(Keys.file("rsa1024"), "k", null),
                "k holds a key that cannot be used: an RSA key of 1024 bits, 2048 at least",
                "make a new one with ssh-keygen");
    }

    @Test
    void refusesDsa() {
        assertUnusable(
                () -> AgentKey.parse(Keys.file("dsa"), "k", null),
                "k holds a key of type ssh-dss, which is not supported",
                UNSUPPORTED);
    }

    /** A key that a token keeps: the file has only its handle. */
    @Test
    void refusesAKeyOfASecurityToken() {
        String type = "sk-ssh-ed25519@openssh.com";
        Blob blob = Blob.of(
                new SshWriter().string(type).string(new byte[32]).string("ssh:").toBytes());
        assertUnusable(
                () -> AgentKey.parse(
                        OpenSshKeyText.file(blob, type, new byte[32], "ssh:".getBytes(StandardCharsets.US_ASCII)),
                        "k",
                        null),
                "k holds a key of type sk-ssh-ed25519@openssh.com, which is not supported",
                UNSUPPORTED);
    }

    @Test
    void showsNoControlCharactersOfATypeItDoesNotKnow() {
        Blob blob = Blob.of(new SshWriter().string("x").toBytes());
        assertUnusable(
                () -> AgentKey.parse(OpenSshKeyText.file(blob, "\u001b[2J"), "k", null),
                "k holds a key of type ?, which is not supported",
                UNSUPPORTED);
    }
}
