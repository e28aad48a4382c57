package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.KeyringRequest.AddKey;
import org.agentbroker.agent.wire.KeyringRequest.Lock;
import org.agentbroker.agent.wire.KeyringRequest.RemoveKey;
import org.agentbroker.agent.wire.KeyringRequest.Unlock;
import org.agentbroker.agent.wire.KeyringRequest.Unsupported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringCodecTest {
    @Test
    void understandsNineNumbersAndRefusesTheRest() {
        for (int number = 0; number < 256; number++) {
            AgentRequest expected = switch (number) {
                case 11 -> new ListIdentities();
                case 13, 18 -> new Malformed(number, "key is cut off");
                case 17, 25 -> new Malformed(number, "key type is cut off");
                case 19 -> new RemoveAll();
                case 22, 23 -> new Malformed(number, "passphrase is cut off");
                case 27 -> new Malformed(27, "extension name is cut off");
                default -> new Refused(number);
            };
            assertThat(KeyringCodec.decode(new byte[] {(byte) number}))
                    .as("message %d", number)
                    .isEqualTo(expected);
        }
    }

    /** OpenSSH's agent does the same. */
    @Test
    void takesNoOffenceAtBytesAfterARequest() {
        assertThat(KeyringCodec.decode(new byte[] {11, 1, 2})).isEqualTo(new ListIdentities());
        assertThat(KeyringCodec.decode(new byte[] {19, 1, 2})).isEqualTo(new RemoveAll());
        assertThat(KeyringCodec.decode(longer("query"))).isEqualTo(new Query());
        assertThat(KeyringCodec.decode(longer("remove"))).isEqualTo(KeyringCodec.decode(Golden.message("remove")));
        assertThat(KeyringCodec.decode(longer("sign-rsa"))).isEqualTo(KeyringCodec.decode(Golden.message("sign-rsa")));
        assertThat(KeyringCodec.decode(longer("bind-rsa"))).isEqualTo(KeyringCodec.decode(Golden.message("bind-rsa")));
        assertThat(((Lock) KeyringCodec.decode(longer("lock"))).passphrase()).hasSize("throw-away".length());
    }

    /** Except here: what stands behind an added key says how it may be used. */
    @Test
    void takesNoByteBehindAnAddedKeyForNothing() {
        assertThat(KeyringCodec.decode(longer("add-ed25519")))
                .isEqualTo(new Unsupported("constraint 0, which is not supported"));
        assertThat(KeyringCodec.decode(longer("add-all-constraints")))
                .isEqualTo(new Unsupported("constraint 0, which is not supported"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-dss",
                "sk-ssh-ed25519@openssh.com",
                "sk-ecdsa-sha2-nistp256@openssh.com",
                "ssh-xmss@openssh.com",
                "ssh-ed448",
                "SSH-RSA",
                "ssh-rsa\0",
                "rsa-sha2-512",
                "ssh-rsa-cert-v00@openssh.com",
                ""
            })
    void refusesKeysOfOtherTypes(String type) {
        byte[] message = new SshWriter()
                .uint8(17)
                .string(type)
                .string("field")
                .string("field")
                .string("comment")
                .toBytes();

        assertThat(KeyringCodec.decode(message))
                .isEqualTo(new Unsupported("a key of a type that is not supported"))
                .extracting(AgentRequest::verb)
                .isEqualTo("add");
    }

    @Test
    void refusesACommentWithANul() {
        byte[] message = new SshWriter()
                .uint8(17)
                .string("ssh-ed25519")
                .string("public")
                .string("private")
                .string("com\0ment")
                .toBytes();

        assertThat(KeyringCodec.decode(message)).isEqualTo(new Malformed(17, "comment has a NUL in it"));
    }

    @Test
    void keepsNoViewOfTheMessage() {
        byte[] message = Golden.message("add-ed25519");
        AddKey add = (AddKey) KeyringCodec.decode(message);
        byte[] fields = add.fields().clone();
        Arrays.fill(message, (byte) 0);
        assertThat(add.fields()).isEqualTo(fields);

        byte[] lock = Golden.message("lock");
        Lock read = (Lock) KeyringCodec.decode(lock);
        Arrays.fill(lock, (byte) 0);
        assertThat(read.passphrase()).asString().isEqualTo("throw-away");
    }

    @Test
    void wipesWhatIsSecret() {
        AddKey add = (AddKey) KeyringCodec.decode(Golden.message("add-ed25519"));
        Lock lock = (Lock) KeyringCodec.decode(Golden.message("lock"));
        Unlock unlock = (Unlock) KeyringCodec.decode(Golden.message("unlock"));
        RemoveKey remove = (RemoveKey) KeyringCodec.decode(Golden.message("remove"));
        add.wipe();
        lock.wipe();
        unlock.wipe();
        remove.wipe();

        assertThat(add.fields()).containsOnly(0);
        assertThat(lock.passphrase()).containsOnly(0);
        assertThat(unlock.passphrase()).containsOnly(0);
        assertThat(remove.verb()).isEqualTo("remove");
    }

    private static byte[] longer(String name) {
        byte[] message = Golden.message(name);
        return Arrays.copyOf(message, message.length + 1);
    }
}
