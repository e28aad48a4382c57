package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.agentbroker.broker.fixture.Programs;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Ended;
import org.agentbroker.broker.returnpath.EmbeddedEvent.LoggedIn;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refusal;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins of OpenSSH's client, and what it is refused. */
class EmbeddedLoginTest {
    private static final List<String> SERVE = List.of("borg serve --umask=077");

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"ed25519, ''", "ecdsa, 256", "ecdsa, 384", "ecdsa, 521", "rsa, 3072"})
    void eachTypeOfKeyLogsIn(String type, String bits) throws Exception {
        String[] options = bits.isEmpty() ? new String[0] : new String[] {"-b", bits};
        Path key = Endpoint.key(directory, type, "key", options);
        try (Endpoint endpoint = Endpoint.of(key, Path.of(key + ".pub"), "cat")) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "hello");
            assertThat(result).isEqualTo(new Endpoint.Result(0, "hello", ""));
            assertThat(endpoint.events)
                    .containsExactly(
                            new LoggedIn(
                                    Endpoint.USER,
                                    Endpoint.blob(Path.of(key + ".pub")).fingerprint(),
                                    0),
                            new Ended(new ChildExit(0, false)));
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519", "ecdsa", "rsa"})
    void aCertificateLogsIn(String type) throws Exception {
        Path ca = Endpoint.key(directory, "ed25519", "ca");
        Path key = Endpoint.key(directory, type, "key");
        certify(ca, key);
        try (Endpoint endpoint = Endpoint.of(key, Path.of(key + "-cert.pub"), "cat")) {
            Endpoint.Result result = Endpoint.run(
                    endpoint.ssh(List.of("-o", "CertificateFile=" + key + "-cert.pub"), "borg serve"), "hello");
            assertThat(result).isEqualTo(new Endpoint.Result(0, "hello", ""));
        }
    }

    private static void certify(Path ca, Path key) throws Exception {
        Programs.output(
                List.of(
                        Programs.require("ssh-keygen"),
                        "-q",
                        "-s",
                        ca.toString(),
                        "-I",
                        "pull",
                        "-n",
                        Endpoint.USER,
                        key + ".pub"),
                "");
    }

    @Test
    void anotherUserIsRefused() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            Endpoint.Result result =
                    Endpoint.run(endpoint.ssh("root", directory.resolve("id"), List.of(), "borg serve"), "");
            assertThat(result.status()).isEqualTo(255);
            assertThat(result.err()).contains("Permission denied (publickey)");
            assertThat(endpoint.events).containsExactly(new Refused(Refusal.USER));
            assertThat(endpoint.server.hasLoggedIn()).isFalse();
        }
    }

    @Test
    void anotherKeyIsRefused() throws Exception {
        Path other = Endpoint.key(directory, "ed25519", "other");
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(Endpoint.USER, other, List.of(), "borg serve"), "");
            assertThat(result.status()).isEqualTo(255);
            assertThat(endpoint.events).containsExactly(new Refused(Refusal.KEY));
        }
    }
}
