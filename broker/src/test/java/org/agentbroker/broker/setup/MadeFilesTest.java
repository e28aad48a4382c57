package org.agentbroker.broker.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MadeFilesTest {
    private static final SecretSource NONE = new SecretSource.None();

    @TempDir
    Path root;

    private Path file;
    private SetupRecord record;
    private KeyFiles keys;

    @BeforeEach
    void names() {
        file = root.resolve("id");
        record = SetupRecord.of(root.resolve("state"), "web1");
        keys = new KeyFiles(new SecretReader(SecretPrompt.nobody()), record);
    }

    private static String mode(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aKeyIsMadeOnce() throws Exception {
        assertThat(keys.make(file, NONE, "broker's key", "broker@here")).isInstanceOf(Step.Changed.class);

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(Files.readString(root.resolve("id.pub"))).endsWith(" broker@here\n");
        byte[] made = Files.readAllBytes(file);
        try (AgentKey key = AgentKey.load(file, null)) {
            assertThat(keys.publicLine(file, NONE)).isEqualTo(key.publicLine());
        }
        assertThat(keys.make(file, NONE, "broker's key", "broker@here")).isInstanceOf(Step.AlreadySo.class);
        assertThat(file).hasBinaryContent(made);
    }

    @Test
    void onlyAKeyThatWasMadeIsRemoved() throws Exception {
        keys.make(file, NONE, "broker's key", "c");
        assertThat(keys.isOurs(file)).isTrue();

        keys.remove(file);

        assertThat(root.toFile().list()).containsExactly("state");
        assertThat(record.file()).doesNotExist();
        keys.remove(file);
    }

    @Test
    void anotherKeyInItsPlaceStays() throws Exception {
        keys.make(file, NONE, "broker's key", "c");
        Files.delete(file);
        try (AgentKey key = AgentKey.generate("mine")) {
            NewFile.write(file, key.toOpenSsh(), "rw-------");
        }

        keys.remove(file);

        assertThat(file).exists();
    }

    @Test
    void aKeyWithAPassphraseIsForItsOwnerToMake() {
        Step step = keys.make(file, new SecretSource.FromPrompt(), "broker's key", "c");

        assertThat(((Step.Stopped) step).why().problem().hint()).contains("ssh-keygen -t ed25519 -f " + file);
        assertThat(file).doesNotExist();
    }

    @Test
    void aDanglingLinkIsNotWrittenThrough() throws Exception {
        Files.createSymbolicLink(file, root.resolve("elsewhere"));

        assertThat(keys.make(file, NONE, "broker's key", "c")).isInstanceOf(Step.AlreadySo.class);
        assertThat(NewFile.write(file, new byte[] {1}, "rw-------")).isFalse();
        assertThat(root.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void aMissingDirectoryIsNamed() {
        Step step = keys.make(root.resolve("no/id"), NONE, "broker's key", "c");

        assertThat(((Step.Stopped) step).why().problem().what()).contains("no does not exist");
        assertThat(((Step.Stopped) step).why().problem().hint()).startsWith("mkdir -p ");
    }

    @Test
    void aPassphraseHas256BitsAndIsMadeOnce() throws Exception {
        assertThat(PassphraseFile.make(file)).isInstanceOf(Step.Changed.class);

        String made = Files.readString(file);
        assertThat(made).matches("[A-Za-z0-9+/]{43}=\n");
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(PassphraseFile.make(file)).isInstanceOf(Step.AlreadySo.class);
        assertThat(Files.readString(file)).isEqualTo(made);
    }
}
