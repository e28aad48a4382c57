package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What else than logins the general agent signs; the private files are gone by then. */
@ExtendWith(LabExtension.class)
class SigningTest {
    private static Lab lab;
    private static BrokerAgent agent;

    @BeforeAll
    static void start(Lab shared) {
        lab = shared;
        agent = BrokerAgent.start(lab);
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "ecdsa-384", "ecdsa-521", "rsa-2048"})
    void filesAreSignedForSshKeygen(String type) throws IOException {
        KeyFile key = held(type);
        Path file = KeyFile.write(key.file().resolveSibling("text"), "what is signed");
        Path signers = KeyFile.write(key.file().resolveSibling("signers"), "it@example.org " + key.plain());

        agent.command("ssh-keygen", "-q", "-Y", "sign", "-f", key.open().toString(), "-n", "it", file.toString())
                .run()
                .expectSuccess();

        verify(signers, file, "what is signed\n").expectSuccess();
        assertThat(verify(signers, file, "what was signed\n").exitCode()).isEqualTo(255);
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519, ssh-ed25519",
        "ecdsa-256, ecdsa-sha2-nistp256",
        "ecdsa-384, ecdsa-sha2-nistp384",
        "ecdsa-521, ecdsa-sha2-nistp521",
        "rsa-2048, rsa-sha2-512"
    })
    void certificatesAreSignedByAnAuthorityInTheAgent(String type, String algorithm) throws IOException {
        KeyFile authority = held(type);
        KeyFile user = KeyFile.make("ed25519", lab.newDirectory().resolve("user"));

        agent.command(
                        "ssh-keygen",
                        "-q",
                        "-Us",
                        authority.open().toString(),
                        "-I",
                        "it",
                        "-n",
                        "somebody",
                        user + ".pub")
                .run()
                .expectSuccess();

        String shown = Command.of("ssh-keygen", "-L", "-f", user.certificate().toString())
                .run()
                .expectSuccess()
                .stdoutText();
        assertThat(shown).contains("(using " + algorithm + ")", "somebody");
        // a signature that is not good would not be added
        agent.sshAdd("-q", user.toString()).expectSuccess();
        assertThat(agent.listed()).contains(KeyFile.read(user.certificate()));
    }

    /** The agent proves the host: sshd has no private host key. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "rsa-2048"})
    void hostKeysStayInTheAgent(String type) throws IOException {
        KeyFile host = held(type);
        Path known = KeyFile.write(host.file().resolveSibling("known_hosts"), "the-host " + host.plain());
        try (Sshd sshd = lab.clientSshd("HostKey " + host.open(), "HostKeyAgent " + agent.socket())) {
            String words = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=yes -o HostKeyAlias=the-host"
                    + " -o UserKnownHostsFile=" + known + " -i " + lab.identity() + " -p " + sshd.port() + " "
                    + lab.clientUser() + "@127.0.0.1 echo in";
            Command login = Command.of(words.split(" "));

            assertThat(login.run().expectSuccess().stdoutText()).isEqualTo("in\n");
            agent.sshAdd("-q", "-d", host.open().toString()).expectSuccess();
            assertThat(login.run().exitCode()).isEqualTo(255);
        }
    }

    /** A client of another make, which lists and signs by itself. */
    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa-256", "rsa-2048"})
    void paramikoListsAndSigns(String type) throws IOException {
        Prerequisites.needPython("paramiko");
        KeyFile key = held(type);
        // paramiko 2 asks for RSA with SHA-2 when it is told to, and then the answer names it
        String program = """
                import sys, paramiko
                from paramiko.message import Message
                wanted = open(sys.argv[1]).read().split()[1]
                key, = [k for k in paramiko.Agent().get_keys() if k.get_base64() == wanted]
                rsa = key.get_name() == "ssh-rsa"
                blob = key.sign_ssh_data(b"data", "rsa-sha2-512") if rsa else key.sign_ssh_data(b"data")
                public = {"ssh-rsa": paramiko.RSAKey, "ssh-ed25519": paramiko.Ed25519Key}
                verifier = public.get(key.get_name(), paramiko.ECDSAKey)(data=key.asbytes())
                print(verifier.verify_ssh_sig(b"data", Message(blob)), verifier.verify_ssh_sig(b"other", Message(blob)))
                """;

        Result result = agent.command(
                        "/usr/bin/python3", "-c", program, key.open().toString())
                .run();

        assertThat(result.expectSuccess().stdoutText()).isEqualTo("True False\n");
    }

    private static KeyFile held(String type) throws IOException {
        KeyFile key = KeyFile.make(type, lab.newDirectory().resolve("key"));
        agent.sshAdd("-q", key.toString()).expectSuccess();
        Files.delete(key.file());
        return key;
    }

    private static Result verify(Path signers, Path file, String text) {
        return Command.of(
                        "ssh-keygen",
                        "-q",
                        "-Y",
                        "verify",
                        "-f",
                        signers.toString(),
                        "-I",
                        "it@example.org",
                        "-n",
                        "it",
                        "-s",
                        file + ".sig")
                .run(text.getBytes(StandardCharsets.UTF_8));
    }
}
