package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.SshReader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are made here, with and without a certificate. */
class GeneratedKeyTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    // ssh-keygen -L
    private static final String LISTED = """
            FILE:
                    Type: ssh-ed25519-cert-v01@openssh.com user certificate
                    Public key: ED25519-CERT SHA256:zBzVVR3PCoEsDMpsplkjpgfGxEsy5yZZyrXW3NCKGvI
                    Signing CA: CA-TYPE CA-FINGERPRINT (using CA-ALGORITHM)
                    Key ID: "pull-web1"
                    Serial: 77
                    Valid: from 2026-11-01T00:00:00 to 2026-11-01T00:05:00
                    Principals:\s
                            borgs
                            root
                    Critical Options:\s
                            force-command borg serve --append-only --restrict-to-repository '/srv/web 1'
                            source-address 192.0.2.0/24,2001:db8::1
                    Extensions: (none)
            """;

    private static CertificateContents contents() throws UnusableInput {
        return new CertificateContents(
                77,
                "pull-web1",
                List.of("borgs", "root"),
                START.plusMillis(999),
                START.plusSeconds(300),
                "borg serve --append-only --restrict-to-repository '/srv/web 1'",
                List.of(SourceAddress.parse("192.0.2.0/24"), SourceAddress.parse("2001:db8::1")));
    }

    @Test
    void areEachAnotherAndSign() throws Exception {
        try (AgentKey key = AgentKey.generate("broker-pull web1");
                AgentKey other = AgentKey.generate("")) {
            assertThat(key.keyType()).isEqualTo("ssh-ed25519");
            assertThat(key.comment()).isEqualTo("broker-pull web1");
            assertThat(key.certificate()).isNull();
            assertThat(key.identity()).isEqualTo(key.publicBlob()).isNotEqualTo(other.publicBlob());
            Blob signature = key.sign(SignatureAlgorithm.ED25519, DATA);
            assertThat(HostKeys.hasSigned(key.publicBlob(), DATA, signature)).isTrue();
            assertThat(HostKeys.hasSigned(other.publicBlob(), DATA, signature)).isFalse();
        }
    }

    @Test
    void areWipedAtTheEnd() throws Exception {
        AgentKey key = AgentKey.generate("");
        assertThat(key.privateFields()).hasSize(4 + 32 + 4 + 64);
        key.close();
        assertThat(key.privateFields()).containsOnly(0);
        assertThatThrownBy(() -> key.sign(SignatureAlgorithm.ED25519, DATA)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "mldsa44"})
    void listTheirCertificateAlone(String authority) throws Exception {
        try (AgentKey ca = Keys.agentKey(authority);
                AgentKey key = AgentKey.generateCertified("c", ca, contents())) {
            Certificate certificate = Certificate.decode(key.identity()); // which verifies the authority's signature
            assertThat(certificate.blob()).isEqualTo(key.identity());
            assertThat(certificate.plainKey()).isEqualTo(key.publicBlob());
            assertThat(certificate.type()).isEqualTo("ssh-ed25519-cert-v01@openssh.com");
            assertThat(certificate.isUser()).isTrue();
            assertThat(certificate.serial()).isEqualTo(77);
            assertThat(certificate.keyId()).isEqualTo("pull-web1");
            assertThat(certificate.principals()).containsExactly("borgs", "root");
            assertThat(certificate.validAfter()).isEqualTo(START);
            assertThat(certificate.validBefore()).isEqualTo(START.plusSeconds(300));
            assertThat(certificate.caKey()).isEqualTo(ca.publicBlob());
            assertThat(HostKeys.hasSigned(key.identity(), DATA, key.sign(SignatureAlgorithm.ED25519, DATA)))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ssh-ed25519, ED25519",
        "ecdsa256, ecdsa-sha2-nistp256, ECDSA",
        "ecdsa384, ecdsa-sha2-nistp384, ECDSA",
        "ecdsa521, ecdsa-sha2-nistp521, ECDSA",
        "rsa2048, rsa-sha2-512, RSA"
    })
    void saysToSshKeygenWhatWePutIn(String authority, String algorithm, String shortType, @TempDir Path directory)
            throws Exception {
        Path keygen = Path.of("/usr/bin/ssh-keygen");
        Assumptions.assumeTrue(Files.isExecutable(keygen), "there is no /usr/bin/ssh-keygen");
        try (AgentKey ca = Keys.agentKey(authority)) {
            Blob plain = HostPin.parse(Keys.line("ed25519-other")).blob();
            Certificate certificate = CertificateIssue.of(plain, ca, contents());
            Path file = Files.writeString(
                    directory.resolve("x-cert.pub"),
                    certificate.type() + " "
                            + Base64.getEncoder()
                                    .encodeToString(certificate.blob().toBytes()) + " c\n");

            ProcessBuilder builder = new ProcessBuilder(keygen.toString(), "-L", "-f", file.toString());
            builder.environment().put("TZ", "UTC");
            Process process = builder.redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(said.replace(file.toString(), "FILE"))
                    .isEqualTo(LISTED.replace("CA-TYPE", shortType)
                            .replace("CA-FINGERPRINT", ca.fingerprint())
                            .replace("CA-ALGORITHM", algorithm));
        }
    }

    /** What is not said does not stand there with an empty value. */
    @Test
    void haveNoOptionThatIsNotAskedFor() throws Exception {
        try (AgentKey ca = Keys.agentKey("ed25519")) {
            CertificateContents bare =
                    new CertificateContents(-1, "", List.of("borgs"), START, START.plusSeconds(1), null, List.of());
            Certificate certificate = CertificateIssue.of(
                    HostPin.parse(Keys.line("ed25519-other")).blob(), ca, bare);
            assertThat(certificate.serial()).isEqualTo(-1);
            SshReader in = new SshReader(certificate.blob().toBytes());
            for (String field : List.of("type", "nonce", "key")) {
                in.skipString(field);
            }
            CertificateFields.int64(in, "serial");
            in.int32("kind");
            in.skipString("key id");
            in.skipString("principals");
            CertificateFields.int64(in, "start");
            CertificateFields.int64(in, "end");
            assertThat(in.string("critical options")).isEmpty();
            assertThat(in.string("extensions")).isEmpty();
        }
    }

    @Test
    void areNotCertifiedByACertificate(@TempDir Path directory) throws Exception {
        Path file = Files.write(directory.resolve("ca"), Keys.file("ed25519"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.write(directory.resolve("ca-cert.pub"), Keys.file("certs/ed25519-cert.pub"));
        try (AgentKey ca = AgentKey.loadCertified(file, null)) {
            assertUnusable(
                    () -> AgentKey.generateCertified("", ca, contents()),
                    "the authority " + ca.fingerprint() + " has a certificate itself, so nobody believes what it signs",
                    "take the key of an authority, without KEYFILE-cert.pub");
        }
    }

    @Test
    void areNotCertifiedByAClosedKey() throws Exception {
        AgentKey ca = Keys.agentKey("ed25519");
        ca.close();
        assertThatThrownBy(() -> AgentKey.generateCertified("", ca, contents()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void areForSomebodyAtSomeTime() {
        assertRefused(List.of(), "id", START.plusSeconds(1), null, "1 to 256 principals");
        assertRefused(Collections.nCopies(257, "u"), "id", START.plusSeconds(1), null, "1 to 256 principals");
        assertRefused(List.of(""), "id", START.plusSeconds(1), null, "principals with a name");
        assertRefused(List.of("a\0b"), "id", START.plusSeconds(1), null, "principals with a name");
        assertRefused(List.of("u"), "i\0d", START.plusSeconds(1), null, "texts without NUL");
        assertRefused(List.of("u"), "id", START.plusSeconds(1), "borg\0", "texts without NUL");
        assertRefused(List.of("u"), "id", START.plusMillis(999), null, "an end after its start");
    }

    private static void assertRefused(List<String> principals, String keyId, Instant end, String command, String what) {
        assertThatThrownBy(() -> new CertificateContents(1, keyId, principals, START, end, command, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a certificate needs " + what);
    }
}
