package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshWriter;

/** Writes a host certificate, well signed, with a fault wherever a test puts one. */
final class CertificateText {
    private final JdkKey ca = JdkKey.ed25519();
    String type = "ssh-ed25519-cert-v01@openssh.com";
    byte[] key = new SshWriter()
            .string(Arrays.copyOfRange(JdkKey.ed25519().blob().toBytes(), 19, 51))
            .toBytes();
    int kind = 2;
    String keyId = "id";
    byte[] principals = new SshWriter().string("web1").toBytes();
    byte[] critical = {};
    byte[] extensions = {};
    Blob caKey = ca.blob();

    Blob blob() {
        SshWriter out = new SshWriter().string(type).string("nonce");
        append(out, key);
        out.int32(0).int32(1).int32(kind).string(keyId).string(principals);
        out.int32(0).int32(0).int32(-1).int32(-1); // from the beginning, for ever
        out.string(critical).string(extensions).string("").string(caKey);
        return Blob.of(out.string(ca.sign(out.toBytes())).toBytes());
    }

    void refusedFor(String what) {
        Blob blob = blob();
        assertThatThrownBy(() -> Certificate.decode(blob))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage(what);
    }

    private static void append(SshWriter out, byte[] bytes) {
        for (byte b : bytes) {
            out.uint8(b);
        }
    }
}
