package org.agentbroker.agent.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.HostKeys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.junit.jupiter.params.provider.MethodSource;

/** Certificates are signed, so all of one that is taken is what its authority wrote. */
class CertificatesFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    @MethodSource("seeds")
    @FuzzTest
    void certificates(byte[] blob) {
        HostKeys.hasSigned(Blob.of(blob), new byte[32], Blob.of(blob));
        Certificate certificate;
        try {
            certificate = Certificate.decode(Blob.of(blob));
        } catch (MalformedMessage e) {
            assertThat(e).message().isNotBlank();
            return;
        }
        assertThat(certificate.blob()).isEqualTo(Blob.of(blob));
        assertThat(certificate.isUser()).isNotEqualTo(certificate.isHost());
        assertThat(certificate.toString()).matches("[\\x20-\\x7e]*");
        assertThat(certificate.keyId()).isNotNull();
        for (String principal : certificate.principals()) {
            assertThat(certificate.admitsHost(principal, certificate.validBefore()))
                    .isFalse();
        }
        certificate.admitsHost("host.example", NOW);
    }

    static Stream<byte[]> seeds() {
        return Keys.certificates().stream().map(line -> Base64.getDecoder().decode(line.split(" ")[1]));
    }
}
