package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of key, in every part that a key has in a pull. */
@ExtendWith(LabExtension.class)
class KeyTypesTest {
    private static final List<String> TYPES = List.of("ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-3072");

    private static Path keys;
    private static Sshd server;

    @BeforeAll
    static void authorizeOneOfEach(Lab lab) throws IOException {
        keys = lab.newDirectory();
        List<String> lines = new ArrayList<>();
        for (String type : TYPES) {
            generate(type, keys.resolve(type), "");
            lines.add(line(lab, type));
        }
        generate("ed25519", keys.resolve("encrypted"), "key word");
        lines.add(line(lab, "encrypted"));
        Path authorized = Files.write(lab.directory().resolve("authorized-types"), lines);
        server = lab.serverSshd("AuthorizedKeysFile " + authorized);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-3072"})
    void dedicatedKeyOfAnyTypeLogsTheClientIn(String type, Lab lab) {
        Use.expectListingHere(Use.ready(lab)
                .server("port", server.portText())
                .client("key", keys.resolve(type).toString()));
    }

    @Test
    void encryptedDedicatedKeyIsOpenedWithItsPassphrase(Lab lab) {
        Use.expectListingHere(Use.ready(lab)
                .server("port", server.portText())
                .client("key", keys.resolve("encrypted").toString())
                .client("key-passphrase", "{command: [echo, key word]}"));
    }

    @Test
    void encryptedDedicatedKeyWithoutItsPassphraseIsSaid(Lab lab) {
        Result result = Use.broker(
                Use.ready(lab).client("key", keys.resolve("encrypted").toString()), "run", "web1");

        assertThat(result.exitCode()).isEqualTo(78);
        assertThat(result.stderr()).contains(keys.resolve("encrypted").toString(), "broker: hint: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void hostKeysOfAnyTypeArePinned(String type, Lab lab) {
        Use.expectListingHere(Use.ready(lab)
                .server("host-keys", "[\"" + lab.hostKey("server", type) + "\"]")
                .client("host-keys", "[\"" + lab.hostKey("client", type) + "\"]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa-384", "rsa-3072"})
    void identityOfAnyTypeLogsBrokerIn(String type, Lab lab) throws IOException {
        Path authorized =
                Files.copy(keys.resolve(type + ".pub"), lab.directory().resolve("authorized-identity-" + type));
        try (Sshd client = lab.clientSshd("AuthorizedKeysFile " + authorized)) {
            Use.expectListingHere(Use.ready(lab)
                    .defaults("identity", keys.resolve(type).toString())
                    .client("port", client.portText()));
        }
    }

    private static void generate(String type, Path file, String passphrase) {
        String[] words = type.split("-");
        List<String> command =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-t", words[0], "-N", passphrase, "-f", file.toString()));
        if (words.length > 1) {
            command.addAll(List.of("-b", words[1]));
        }
        Command.of(command).run().expectSuccess();
    }

    private static String line(Lab lab, String name) throws IOException {
        return "restrict,command=\"borg serve --append-only --restrict-to-path " + lab.serverHome() + "\" "
                + Files.readString(keys.resolve(name + ".pub")).strip();
    }
}
