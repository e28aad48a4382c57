package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshReader;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;

class MlDsaEd25519Test {
    private static final byte[] DATA = {1, 2, 3};

    @Test
    void believesASignatureOfOpenSsh() throws Exception {
        // OpenSSH PROTOCOL.sshsig
        byte[] file = OpenSshKeyText.binary(Keys.file("mldsa44.sshsig"));
        SshReader in = new SshReader(Arrays.copyOfRange(file, "SSHSIG".length(), file.length));
        assertThat(in.int32("version")).isEqualTo(1);
        HostPin pin = HostPin.parse(Keys.line("mldsa44"));
        assertThat(in.blob("public key")).isEqualTo(pin.blob());
        in.string("namespace");
        in.string("reserved");
        in.string("hash");
        Blob signature = in.blob("signature");
        in.end();

        assertThat(pin.hasSigned(signed("message"), signature)).isTrue();
        assertThat(pin.hasSigned(signed("another"), signature)).isFalse();
    }

    private static byte[] signed(String message) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(message.getBytes(StandardCharsets.UTF_8));
        byte[] rest = new SshWriter()
                .string("file")
                .string("")
                .string("sha512")
                .string(digest)
                .toBytes();
        byte[] all = Arrays.copyOf("SSHSIG".getBytes(StandardCharsets.US_ASCII), 6 + rest.length);
        System.arraycopy(rest, 0, all, 6, rest.length);
        return all;
    }

    @Test
    void readsAnEncryptedKeyOfOpenSsh() throws Exception {
        try (Secret passphrase = Keys.passphrase();
                AgentKey key = AgentKey.parse(Keys.file("mldsa44-encrypted"), "k", passphrase)) {
            assertThat(key.keyType()).isEqualTo("ssh-mldsa44-ed25519@openssh.com");
            assertThat(key.comment()).isEqualTo("throw-away");
        }
    }

    /** Half a signature would be as weak as the weaker algorithm. */
    @Test
    void needsBothSignatures() throws Exception {
        try (AgentKey key = Keys.agentKey("mldsa44")) {
            HostPin pin = HostPin.of(key.publicBlob());
            Blob good = key.sign(SignatureAlgorithm.MLDSA44_ED25519, DATA);
            assertThat(pin.hasSigned(DATA, good)).isTrue();
            byte[] bytes = good.toBytes();
            int start = 4 + MlDsaEd25519.TYPE.length() + 4;
            assertThat(bytes).hasSize(start + 2420 + 64);
            for (int at : new int[] {start, start + 2419, start + 2420, bytes.length - 1}) {
                byte[] bad = bytes.clone();
                bad[at] ^= 1;
                assertThat(pin.hasSigned(DATA, Blob.of(bad))).as("byte %d", at).isFalse();
            }
        }
    }

    @Test
    void refusesHalvesThatDoNotBelongTogether() throws Exception {
        byte[] fields = Keys.agentKey("mldsa44").privateFields();
        for (int at : new int[] {4, 4 + 1311, 4 + 1312, 4 + 1343, fields.length - 64, fields.length - 1}) {
            byte[] bad = fields.clone();
            bad[at] ^= 1;
            assertUnusable(
                    () -> AgentKey.of(MlDsaEd25519.TYPE, bad, ""),
                    "the program adds a key that cannot be used: its public and private half do not belong together",
                    "make a new one with ssh-keygen");
        }
    }

    @Test
    void refusesAKeyOfAnotherLength() {
        Blob blob = Blob.of(
                new SshWriter().string(MlDsaEd25519.TYPE).string(new byte[1343]).toBytes());
        assertUnusable(
                () -> HostPin.of(blob),
                "not a usable host key: an ML-DSA key of 1343 bytes",
                "take a line of the host's /etc/ssh/ssh_host_*_key.pub");
        byte[] fields =
                new SshWriter().string(new byte[1344]).string(new byte[63]).toBytes();
        assertUnusable(
                () -> AgentKey.of(MlDsaEd25519.TYPE, fields, ""),
                "the program adds a key that cannot be used: an ML-DSA key of 1344 and 63 bytes",
                "make a new one with ssh-keygen");
    }
}
