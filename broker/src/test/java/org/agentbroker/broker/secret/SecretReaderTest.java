package org.agentbroker.broker.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource.FromCredential;
import org.agentbroker.broker.secret.SecretSource.FromEnvironment;
import org.agentbroker.broker.secret.SecretSource.FromFile;
import org.agentbroker.broker.secret.SecretSource.FromPrompt;
import org.agentbroker.broker.secret.SecretSource.None;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReaderTest {
    @TempDir
    Path directory;

    @Test
    void noneIsEmpty() throws Exception {
        assertThat(read(new None())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"word", "word\n", "word\r\n"})
    void theLastNewlineOfAFileDoesNotCount(String text) throws Exception {
        assertThat(read(new FromFile(file("pass", text)))).isEqualTo("word");
    }

    @Test
    void blanksAndOtherBytesOfAFileCount() throws Exception {
        assertThat(read(new FromFile(file("pass", " wörd \t\r\r\n")))).isEqualTo(" wörd \t\r");
    }

    @Test
    void aFileThatOthersMayReadIsRefused() throws Exception {
        Path file = file("pass", "word");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        refuses(new FromFile(file), file + " can be read by others", "chmod 600 " + file);
    }

    @Test
    void aMissingFileIsRefused() {
        Path file = directory.resolve("missing");
        refuses(new FromFile(file), file + " does not exist", "check the path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void anEmptyFileIsRefused(String text) throws Exception {
        Path file = file("pass", text);
        refuses(new FromFile(file), "the passphrase of web1 is empty: file " + file, "for none at all say so: none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "\nword", "word\n\n", "a\0b"})
    void aSecretOfSeveralLinesIsRefused(String text) throws Exception {
        Path file = file("pass", text);
        refuses(
                new FromFile(file),
                "the passphrase of web1 has more than one line",
                "keep it on one line: file " + file);
    }

    @Test
    void aVariableIsFoundByItsWholeName() throws Exception {
        environment("XPASS=1", "PASSX=2", "PASS=a=b ", "PASS=later");
        assertThat(read(new FromEnvironment("PASS"))).isEqualTo("a=b ");
    }

    @Test
    void aVariableThatIsNotSetIsRefused() throws Exception {
        environment("PASSX=2");
        refuses(new FromEnvironment("PASS"), "the passphrase of web1 is not there: $PASS is not set", "export PASS");
    }

    @Test
    void anEmptyVariableIsRefused() throws Exception {
        environment("PASS=");
        refuses(
                new FromEnvironment("PASS"),
                "the passphrase of web1 is empty: env PASS",
                "for none at all say so: none");
    }

    @Test
    void theRealEnvironmentIsTheUsualOne() throws Exception {
        try (Secret path = new SecretReader(SecretPrompt.nobody()).read(new FromEnvironment("PATH"), "path")) {
            assertThat(text(path)).isEqualTo(System.getenv("PATH"));
        }
    }

    @Test
    void aCredentialIsAFileInTheDirectoryOfTheUnit() throws Exception {
        environment("CREDENTIALS_DIRECTORY=" + directory);
        file("borg", "word\n");
        assertThat(read(new FromCredential("borg"))).isEqualTo("word");
    }

    @Test
    void aCredentialOutsideAUnitIsRefused() throws Exception {
        environment("HOME=/root");
        refuses(
                new FromCredential("borg"),
                "there are no systemd credentials here for borg",
                "start it by a unit with LoadCredential=borg");
    }

    @Test
    void nobodyAnswersAPrompt() {
        refuses(
                new FromPrompt(),
                "there is no terminal to ask for the passphrase of web1",
                "use file, credential or command");
    }

    @Test
    void aPersonMayAnswerNothing() throws Exception {
        SecretReader reader = new SecretReader(question -> Secret.owning(new byte[0]));
        try (Secret answer = reader.read(new FromPrompt(), "passphrase")) {
            assertThat(answer.isEmpty()).isTrue();
        }
    }

    private Path file(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void environment(String... variables) throws IOException {
        Files.writeString(environ(), String.join("\0", variables) + "\0");
    }

    private Path environ() {
        return directory.resolve("environ");
    }

    private String read(SecretSource source) throws UnusableInput {
        SecretReader reader = new SecretReader(SecretPrompt.nobody(), environ(), Duration.ofSeconds(30));
        try (Secret secret = reader.read(source, "passphrase of web1")) {
            return text(secret);
        }
    }

    private void refuses(SecretSource source, String what, String hint) {
        UnusableInput refusal = catchThrowableOfType(UnusableInput.class, () -> read(source));
        assertThat(refusal.what()).isEqualTo(what);
        assertThat(refusal.hint()).isEqualTo(hint);
    }

    private static String text(Secret secret) {
        return secret.lend(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
