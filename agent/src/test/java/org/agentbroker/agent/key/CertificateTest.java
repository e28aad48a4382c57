package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.agent.wire.MalformedMessage;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    static Certificate certificate(String name) {
        try {
            return Certificate.parse(Keys.line("certs/" + name + "-cert"));
        } catch (MalformedMessage e) {
            throw new AssertionError(name, e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ssh-ed25519-cert-v01@openssh.com",
        "ecdsa256, ecdsa-sha2-nistp256-cert-v01@openssh.com",
        "ecdsa384, ecdsa-sha2-nistp384-cert-v01@openssh.com",
        "ecdsa521, ecdsa-sha2-nistp521-cert-v01@openssh.com",
        "rsa2048, ssh-rsa-cert-v01@openssh.com",
        "mldsa44, ssh-mldsa44-ed25519-cert-v01@openssh.com"
    })
    void saysWhatSshKeygenPutIn(String name, String type) throws UnusableInput {
        Certificate certificate = certificate(name);
        HostPin key = HostPin.parse(Keys.line(name));

        assertThat(certificate.type()).isEqualTo(type);
        assertThat(certificate.keyType()).isEqualTo(key.keyType());
        assertThat(Certificate.plainType(type)).contains(key.keyType());
        assertThat(certificate.plainKey()).isEqualTo(key.blob());
        assertThat(certificate.isUser()).isTrue();
        assertThat(certificate.isHost()).isFalse();
        assertThat(certificate.serial()).isEqualTo(7);
        assertThat(certificate.keyId()).isEqualTo("throw-away");
        assertThat(certificate.principals()).containsExactly("borgs", "root");
        assertThat(certificate.validAfter()).isEqualTo("2020-01-01T00:00:00Z");
        assertThat(certificate.validBefore()).isEqualTo("2035-01-01T00:00:00Z");
        assertThat(certificate.caKey())
                .isEqualTo(HostPin.parse(Keys.line("ed25519-other")).blob());
        assertThat(certificate).hasToString(type + " " + key.fingerprint() + " user");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "by-ecdsa256",
                "by-rsa2048",
                "by-rsa2048-sha256",
                "by-mldsa44",
                "host-by-sk-ed25519",
                "host-by-sk-ecdsa",
                "host-critical",
                "host-no-principals"
            })
    void believesAuthoritiesOfEachType(String name) throws UnusableInput {
        assertThat(certificate(name).plainKey())
                .isEqualTo(HostPin.parse(Keys.line("ed25519")).blob());
    }

    @Test
    void believesNoSha1() {
        assertThatThrownBy(() -> Certificate.parse(Keys.line("certs/by-rsa2048-sha1-cert")))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("the authority has not signed this certificate");
    }

    @Test
    void isValidFromItsFirstSecondToTheLastBeforeItsEnd() {
        Certificate certificate = certificate("expired");
        assertThat(certificate.isValidAt(Instant.parse("2019-12-31T23:59:59.999Z")))
                .isFalse();
        assertThat(certificate.isValidAt(Instant.parse("2020-01-01T00:00:00Z"))).isTrue();
        assertThat(certificate.isValidAt(Instant.parse("2020-01-01T23:59:59.999Z")))
                .isTrue();
        assertThat(certificate.isValidAt(Instant.parse("2020-01-02T00:00:00Z"))).isFalse();

        Certificate forever = certificate("forever");
        assertThat(forever.validAfter()).isEqualTo(Instant.EPOCH);
        assertThat(forever.validBefore()).isEqualTo(Instant.MAX);
        assertThat(forever.isValidAt(NOW)).isTrue();
        assertThat(forever.isValidAt(Instant.EPOCH.minusSeconds(1))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "web1.example.com, true",
        "web2.example.com, false",
        "WEB1.example.com, false",
        "a.example.org, true",
        "a.b.example.org, true",
        ".example.org, true",
        "example.org, false",
        "db1, true",
        "db, false",
        "db12, false",
        "'', false"
    })
    void admitsTheHostsThatItsPrincipalsMatch(String host, boolean admitted) {
        assertThat(certificate("host").admitsHost(host, NOW)).isEqualTo(admitted);
    }

    @Test
    void admitsNoHostOutsideItsTime() {
        Certificate host = certificate("host");
        assertThat(host.admitsHost("web1.example.com", host.validAfter())).isTrue();
        assertThat(host.admitsHost("web1.example.com", host.validAfter().minusMillis(1)))
                .isFalse();
        assertThat(host.admitsHost("web1.example.com", host.validBefore())).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "host-by-sk-ed25519, true",
        "host-by-sk-ecdsa, true",
        "host-by-mldsa44, false", // not in OpenSSH's SSH_ALLOWED_CA_SIGALGS
        "host-critical, false",
        "host-no-principals, false",
        "ed25519, false"
    })
    void admitsAHostByTheRulesOfOpenSsh(String name, boolean admitted) {
        assertThat(certificate(name).admitsHost("web1.example.com", NOW)).isEqualTo(admitted);
    }

    @Test
    void isNoHostBecauseAUserIsCalledLikeIt() {
        assertThat(certificate("ed25519").principals()).contains("root");
        assertThat(certificate("ed25519").admitsHost("root", NOW)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ssh-ed25519", "ssh-dss-cert-v01@openssh.com", "sk-ssh-ed25519-cert-v01@openssh.com", ""})
    void knowsNoOtherTypes(String type) {
        assertThat(Certificate.plainType(type)).isEmpty();
        assertThatThrownBy(() ->
                        Certificate.decode(Blob.of(new SshWriter().string(type).toBytes())))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("a certificate of type " + (type.isEmpty() ? "?" : type) + ", which is not supported");
    }

    @Test
    void saysWhatIsWrongWithALine() throws Exception {
        String line = Keys.line("certs/ed25519-cert");
        assertMalformed("", "a certificate needs its type and its base64 text");
        assertMalformed("ssh-ed25519-cert-v01@openssh.com", "a certificate needs its type and its base64 text");
        assertMalformed("x AAAA*", "its base64 text");
        assertMalformed(
                line.replaceFirst("ssh-ed25519", "ssh-rsa"),
                "it is called ssh-rsa-cert-v01@openssh.com but is ssh-ed25519-cert-v01@openssh.com");
        assertThat(Certificate.parse("  " + line + "\n").keyId()).isEqualTo("throw-away");
    }

    private static void assertMalformed(String line, String what) {
        assertThatThrownBy(() -> Certificate.parse(line))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage(what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa521", "rsa2048", "mldsa44", "host-by-sk-ed25519", "host-by-sk-ecdsa"})
    void refusesEveryPartOfItAndBytesAfterIt(String name) {
        byte[] good = certificate(name).blob().toBytes();
        for (int length = 0; length < good.length; length++) {
            Blob part = Blob.of(Arrays.copyOf(good, length));
            assertThatThrownBy(() -> Certificate.decode(part))
                    .as("%d of %d bytes", length, good.length)
                    .isInstanceOf(MalformedMessage.class);
        }
        assertThatThrownBy(() -> Certificate.decode(Blob.of(Arrays.copyOf(good, good.length + 1))))
                .isInstanceOf(MalformedMessage.class)
                .hasMessage("1 bytes after the end");
    }

    /** Every byte is signed, or part of the signature or of the key that made it. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa256", "rsa2048", "host-by-sk-ed25519", "host-by-sk-ecdsa", "by-mldsa44"})
    void refusesAnyChangedByte(String name) {
        byte[] good = certificate(name).blob().toBytes();
        Random random = new Random(4252);
        for (int i = 0; i < 300; i++) {
            byte[] bad = good.clone();
            bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> Certificate.decode(Blob.of(bad))).isInstanceOf(MalformedMessage.class);
        }
    }

    @Test
    void isReadAsItIsWrittenHere() throws MalformedMessage {
        CertificateText text = new CertificateText();
        Certificate certificate = Certificate.decode(text.blob());
        assertThat(certificate.principals()).containsExactly("web1");
        assertThat(certificate.admitsHost("web1", NOW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, -1})
    void isForAUserOrAHost(int kind) {
        CertificateText text = new CertificateText();
        text.kind = kind;
        text.refusedFor("a certificate neither for a user nor for a host");
    }

    @Test
    void hasAtMost256Principals() throws MalformedMessage {
        CertificateText text = new CertificateText();
        SshWriter principals = new SshWriter();
        for (int i = 0; i < 256; i++) {
            principals.string("p" + i);
        }
        text.principals = principals.toBytes();
        assertThat(Certificate.decode(text.blob()).principals()).hasSize(256).endsWith("p255");

        text.principals = principals.string("p256").toBytes();
        text.refusedFor("more than 256 principals");
    }

    @Test
    void hasNoNulInItsTexts() {
        CertificateText text = new CertificateText();
        text.principals = new SshWriter().string("web1\0").toBytes();
        text.refusedFor("principal has a NUL in it");

        CertificateText other = new CertificateText();
        other.keyId = "a\0b";
        other.refusedFor("key id has a NUL in it");
    }

    @ParameterizedTest
    @CsvSource({"b, a", "a, a", "aa, a"})
    void hasItsOptionsInOrder(String first, String second) {
        byte[] options = new SshWriter()
                .string(first)
                .string("")
                .string(second)
                .string("")
                .toBytes();
        CertificateText critical = new CertificateText();
        critical.critical = options;
        critical.refusedFor("options that are not in order");
        CertificateText extensions = new CertificateText();
        extensions.extensions = options;
        extensions.refusedFor("options that are not in order");
    }

    @Test
    void hasAValueForEachOption() {
        CertificateText text = new CertificateText();
        text.extensions = new SshWriter().string("permit-pty").toBytes();
        text.refusedFor("value of an option is cut off");
    }

    @Test
    void isSignedByNoOtherCertificate() {
        CertificateText text = new CertificateText();
        text.caKey = certificate("ed25519").blob();
        text.refusedFor("a key of type ssh-ed25519-cert-v01@openssh.com, which is not supported");
    }

    @Test
    void isSignedByNoOtherKey() {
        CertificateText text = new CertificateText();
        text.caKey = JdkKey.ed25519().blob();
        text.refusedFor("the authority has not signed this certificate");
    }

    @Test
    void certifiesNoWeakKey() throws Exception {
        CertificateText text = new CertificateText();
        text.type = "ssh-rsa-cert-v01@openssh.com";
        JdkKey weak = JdkKey.rsa(1024);
        text.key = Arrays.copyOfRange(
                weak.blob().toBytes(), 4 + "ssh-rsa".length(), weak.blob().length());
        text.refusedFor("an RSA key of 1024 bits, 2048 at least");
    }
}
