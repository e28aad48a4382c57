package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenSshKeyWriterTest {
    @Test
    void whatItWritesIsReadAgain() throws Exception {
        try (AgentKey key = AgentKey.generate("broker@borg-server")) {
            byte[] file = key.toOpenSsh();

            try (AgentKey read = AgentKey.parse(file, "the file", null)) {
                assertThat(read.publicBlob()).isEqualTo(key.publicBlob());
                assertThat(read.privateFields()).isEqualTo(key.privateFields());
                assertThat(read.comment()).isEqualTo("broker@borg-server");
                assertThat(read.publicLine()).startsWith("ssh-ed25519 AAAA");
            }
        }
    }

    /** Also for each length of the padding. */
    @Test
    void sshKeygenReadsIt(@TempDir Path directory) throws Exception {
        for (int length = 0; length < 9; length++) {
            try (AgentKey key = AgentKey.generate("c".repeat(length))) {
                Path file = directory.resolve("key-" + length);
                Files.write(file, key.toOpenSsh());
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                Process keygen = new ProcessBuilder("ssh-keygen", "-y", "-f", file.toString())
                        .redirectErrorStream(true)
                        .start();
                keygen.getOutputStream().close();

                assertThat(new String(keygen.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                        .startsWith(key.publicLine());
            }
        }
    }

    @Test
    void ofAClosedKeyThereIsNone() {
        AgentKey key = AgentKey.generate("");
        key.close();

        assertThatThrownBy(key::toOpenSsh).isInstanceOf(IllegalStateException.class);
    }
}
