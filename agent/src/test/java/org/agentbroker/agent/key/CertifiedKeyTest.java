package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.agentbroker.agent.fixture.Keys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key file with KEYFILE-cert.pub beside it. */
class CertifiedKeyTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final String AGAIN = "sign the key again: ssh-keygen -s CA";

    @TempDir
    Path directory;

    private Path file;
    private Path beside;

    @BeforeEach
    void place() {
        file = directory.resolve("key");
        beside = directory.resolve("key-cert.pub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "ecdsa384", "ecdsa521", "rsa2048", "mldsa44"})
    void hasTheCertificateBesideIt(String name) throws Exception {
        put(name, Keys.file("certs/" + name + "-cert.pub"));
        try (AgentKey key = AgentKey.loadCertified(file, null)) {
            Certificate certificate = CertificateTest.certificate(name);
            SignatureAlgorithm algorithm =
                    SignatureAlgorithm.strongest(key.keyType()).orElseThrow();
            assertThat(key.identity()).isEqualTo(certificate.blob());
            assertThat(key.publicBlob()).isEqualTo(certificate.plainKey());
            assertThat(key.keyType()).isEqualTo(certificate.keyType());
            assertThat(HostKeys.hasSigned(key.identity(), DATA, key.sign(algorithm, DATA)))
                    .isTrue();
            assertThat(algorithm.loginName(key.certificate() != null)).endsWith("-cert-v01@openssh.com");
        }
        try (AgentKey key = AgentKey.load(file, null)) {
            assertThat(key.certificate()).isNull();
            assertThat(key.identity()).isEqualTo(key.publicBlob());
        }
    }

    @Test
    void hasNoneWhenNoneIsThere() throws Exception {
        put("ed25519", null);
        try (AgentKey key = AgentKey.loadCertified(file, null)) {
            assertThat(key.certificate()).isNull();
            assertThat(key.identity()).isEqualTo(key.publicBlob());
        }
    }

    @Test
    void takesAnExpiredOneAndSaysSo() throws Exception {
        put("ed25519", Keys.file("certs/expired-cert.pub"));
        try (AgentKey key = AgentKey.loadCertified(file, null)) {
            Certificate certificate = key.certificate();
            assertThat(certificate).isNotNull();
            assertThat(certificate.isValidAt(Instant.parse("2026-11-01T00:00:00Z")))
                    .isFalse();
        }
    }

    @Test
    void refusesTheCertificateOfAnotherKey() throws IOException {
        put("ed25519-other", Keys.file("certs/ed25519-cert.pub"));
        refuses(" certifies another key than " + file, AGAIN);
    }

    @Test
    void refusesTheCertificateOfAHost() throws IOException {
        put("ed25519", Keys.file("certs/host-cert.pub"));
        refuses(" is the certificate of a host", "sign the key for a user: ssh-keygen -s CA -n USER");
    }

    @Test
    void refusesADamagedCertificate() throws IOException {
        String line = Keys.line("certs/ed25519-cert");
        String usable = " is not a usable certificate: ";
        put("ed25519", bytes(line.substring(0, line.length() - 60)));
        refuses(usable + "signature is cut off", AGAIN);
        put("ed25519", bytes(line.replaceFirst("AAAA", "AA*A")));
        refuses(usable + "its base64 text", AGAIN);
        put("ed25519", bytes(line.replaceFirst("AAAA", "AAAB")));
        refuses(usable + "a certificate of type ?, which is not supported", AGAIN);
        put("ed25519", bytes(Keys.line("ed25519")));
        refuses(usable + "a certificate of type ssh-ed25519, which is not supported", AGAIN);
        put("ed25519", new byte[0]);
        refuses(usable + "a certificate needs its type and its base64 text", AGAIN);
        put("ed25519", new byte[(1 << 20) + 1]);
        refuses(" is larger than 1 MiB", "is it the right file?");
    }

    @Test
    void tellsACertificateThatCannotBeRead() throws IOException {
        put("ed25519", null);
        Files.createDirectory(beside);
        refuses(" cannot be read", "ls -l " + beside);
    }

    private void refuses(String what, String hint) {
        assertUnusable(() -> AgentKey.loadCertified(file, null), beside + what, hint);
    }

    private void put(String key, byte[] certificate) throws IOException {
        Files.write(file, Keys.file(key));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        if (certificate != null) {
            Files.write(beside, certificate);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
