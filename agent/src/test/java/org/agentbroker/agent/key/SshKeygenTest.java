package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.fixture.Keys;
import org.agentbroker.agent.wire.SshWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the ssh-keygen of this machine: its fresh keys are read, and it believes our signatures. */
class SshKeygenTest {
    @TempDir
    Path directory;

    @BeforeAll
    static void needsSshKeygen() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "there is no /usr/bin/ssh-keygen");
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, 256, ssh-ed25519",
        "ecdsa, 256, ecdsa-sha2-nistp256",
        "ecdsa, 384, ecdsa-sha2-nistp384",
        "ecdsa, 521, ecdsa-sha2-nistp521",
        "rsa, 2048, rsa-sha2-256",
        "rsa, 3072, rsa-sha2-512"
    })
    void verifiesWhatWeSignWithItsKeys(String type, String bits, String algorithm) throws Exception {
        Path file = directory.resolve("key");
        keygen("", "-q", "-t", type, "-b", bits, "-N", "", "-C", "", "-f", file.toString());

        try (AgentKey key = AgentKey.load(file, null)) {
            byte[] message = "message".getBytes(StandardCharsets.UTF_8);
            Path allowed = Files.writeString(
                    directory.resolve("allowed"), "me " + Files.readString(directory.resolve("key.pub")));
            Path signature = Files.writeString(
                    directory.resolve("sig"),
                    fileSignature(key, SignatureAlgorithm.named(algorithm).orElseThrow(), message));

            assertThat(keygen("message", verify(allowed, signature))).startsWith("Good \"file\" signature for me");
            assertThat(key.comment()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "aes256-ctr",
                "aes128-ctr",
                "aes256-cbc",
                "aes256-gcm@openssh.com",
            })
    void encryptsKeysThatWeOpen(String cipher) throws Exception {
        Path file = directory.resolve("key");
        List<String> arguments =
                new ArrayList<>(List.of("-q", "-t", "ed25519", "-a", "3", "-N", "throw-away", "-f", file.toString()));
        if (!cipher.isEmpty()) {
            arguments.addAll(List.of("-Z", cipher));
        }
        keygen("", arguments.toArray(String[]::new));

        try (Secret passphrase = Keys.passphrase();
                AgentKey key = AgentKey.load(file, passphrase)) {
            HostPin pin = HostPin.parse(Files.readString(directory.resolve("key.pub")));
            assertThat(key.publicBlob()).isEqualTo(pin.blob());
            assertThat(keygen("", "-l", "-f", file + ".pub")).contains(" " + key.fingerprint() + " ");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, 2048, PEM, ''",
        "rsa, 2048, PEM, throw-away",
        "rsa, 3072, PKCS8, ''",
        "rsa, 2048, PKCS8, throw-away",
        "ecdsa, 256, PEM, throw-away",
        "ecdsa, 384, PEM, ''",
        "ecdsa, 521, PKCS8, ''",
        "ecdsa, 256, PKCS8, throw-away"
    })
    void writesOtherFormatsThatWeRead(String type, String bits, String format, String passphrase) throws Exception {
        Path file = directory.resolve("key");
        keygen("", "-q", "-t", type, "-b", bits, "-m", format, "-N", passphrase, "-f", file.toString());

        assertThat(Files.readString(file)).doesNotContain("OPENSSH");
        try (Secret secret = Keys.secret(passphrase);
                AgentKey key = AgentKey.load(file, secret)) {
            HostPin pin = HostPin.parse(Files.readString(directory.resolve("key.pub")));
            assertThat(key.publicBlob()).isEqualTo(pin.blob());
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519, rsa", "rsa, ecdsa", "ecdsa, ed25519"})
    void certifiesKeysForUs(String type, String authority) throws Exception {
        Path file = directory.resolve("key");
        Path ca = directory.resolve("ca");
        keygen("", "-q", "-t", type, "-N", "", "-f", file.toString());
        keygen("", "-q", "-t", authority, "-N", "", "-f", ca.toString());
        keygen(
                "",
                "-q",
                "-s",
                ca.toString(),
                "-I",
                "an id",
                "-n",
                "borgs",
                "-V",
                "-1h:+1h",
                "-O",
                "no-pty",
                "-O",
                "force-command=borg serve",
                "-O",
                "source-address=192.0.2.0/24",
                file + ".pub");

        try (AgentKey key = AgentKey.loadCertified(file, null)) {
            Certificate certificate = key.certificate();
            assertThat(certificate).isNotNull();
            assertThat(certificate.keyId()).isEqualTo("an id");
            assertThat(certificate.principals()).containsExactly("borgs");
            assertThat(certificate.isValidAt(Instant.now())).isTrue();
            assertThat(certificate.caKey())
                    .isEqualTo(HostPin.parse(Files.readString(directory.resolve("ca.pub")))
                            .blob());
            assertThat(keygen("", "-L", "-f", file + "-cert.pub")).contains(key.fingerprint(), certificate.type());
        }
    }

    // OpenSSH PROTOCOL.sshsig
    private static String fileSignature(AgentKey key, SignatureAlgorithm algorithm, byte[] message) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(message);
        SshWriter signed = magic().string("file").string("").string("sha512").string(digest);
        byte[] blob = magic().int32(1)
                .string(key.publicBlob())
                .string("file")
                .string("")
                .string("sha512")
                .string(key.sign(algorithm, signed.toBytes()))
                .toBytes();
        String text = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(blob);
        return "-----BEGIN SSH SIGNATURE-----\n" + text + "\n-----END SSH SIGNATURE-----\n";
    }

    private static SshWriter magic() {
        SshWriter out = new SshWriter();
        "SSHSIG".chars().forEach(out::uint8);
        return out;
    }

    private static String[] verify(Path allowed, Path signature) {
        return new String[] {
            "-Y", "verify", "-f", allowed.toString(), "-I", "me", "-n", "file", "-s", signature.toString()
        };
    }

    private static String keygen(String input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/ssh-keygen"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
