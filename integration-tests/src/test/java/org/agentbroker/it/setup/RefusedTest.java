package org.agentbroker.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that cannot be prepared, in a lab of their own, because they are broken for that. */
class RefusedTest {
    private static Lab lab;

    private Path ssh;
    private Path keys;
    private String before;

    @BeforeAll
    static void open() {
        lab = Lab.open();
    }

    @AfterAll
    static void close() {
        if (lab != null) {
            lab.close();
        }
    }

    @BeforeEach
    void remember() throws IOException {
        ssh = lab.clientHome().resolve(".ssh");
        keys = ssh.resolve("authorized_keys");
        before = Files.readString(keys);
    }

    @AfterEach
    void restore() throws IOException {
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwx------"));
        if (Files.isSymbolicLink(keys)) {
            Files.move(ssh.resolve("target"), keys, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(Files.readString(keys)).isEqualTo(before);
        assertThat(ssh.toFile().list()).containsExactly("authorized_keys");
    }

    private static Result setup(NewClient client) {
        return client.broker(
                "setup", "web1", "--yes", "--login-key", lab.identity().toString());
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Files.move(keys, ssh.resolve("target"));
        Files.createSymbolicLink(keys, Path.of("target"));

        Result result = setup(NewClient.embedded(lab));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
        assertThat(result.stderr())
                .contains("authorized_keys of web1 is a symbolic link", "hint: put this line there by hand: restrict,");
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: nobody else's mode binds this user's lab");
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("r-xr-xr-x"));

        Result result = setup(NewClient.embedded(lab));

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
        assertThat(result.stderr()).contains("authorized_keys at web1 cannot be changed: ", "Permission denied");
    }

    @Test
    void whereNobodyGetsInTheWaysOutAreNamed() {
        NewClient client = NewClient.embedded(lab);

        Result result = client.broker("setup", "web1", "--yes");

        assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
        assertThat(result.stderr())
                .contains(
                        "web1 does not let broker in yet, so its key cannot be put there",
                        "broker setup web1 --login-key FILE",
                        "by hand: restrict,agent-forwarding,port-forwarding,");
        assertThat(client.broker("setup", "web1", "--remove").exitCode()).isZero();
    }

    @Test
    void aLineThatIsNotReadIsFoundOut() throws IOException {
        Path read = Files.writeString(lab.newDirectory().resolve("keys"), before);
        Files.setPosixFilePermissions(lab.directory().resolve("tmp"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(read.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Sshd sshd = lab.clientSshd("AuthorizedKeysFile " + read)) {
            NewClient client = new NewClient(lab, "host: borg-server", sshd.port(), "");

            Result result = setup(client);

            assertThat(result.exitCode()).as(result.toString()).isEqualTo(77);
            assertThat(result.stderr())
                    .contains("web1 does not let the key in, though its line stands in", "AuthorizedKeysFile");
        }
        Files.writeString(keys, before);
    }

    @Test
    void ourKeyWithoutRestrictIsWarnedOf() throws IOException {
        NewClient client = NewClient.embedded(lab);
        client.broker("setup", "web1", "--yes"); // makes the key
        String open = Files.readString(client.file("id.pub"));
        Files.writeString(keys, before + open);

        Result warned = client.broker("setup", "web1");
        assertThat(warned.exitCode()).as(warned.toString()).isZero();
        assertThat(warned.stderr()).contains("without restrict", "to replace that line: broker setup web1 --replace");
        assertThat(Files.readString(keys)).isEqualTo(before + open);

        client.broker("setup", "web1", "--replace").expectSuccess();
        assertThat(Files.readString(keys)).startsWith("restrict,").doesNotContain("\n" + open);
        client.broker("setup", "web1", "--remove").expectSuccess();
    }

    /** Types a password, which must not be shown. */
    private static final String TERMINAL = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            text, typed = b"", False
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError: # the end, on Linux
                    read = b""
                if not read:
                    break
                text += read
                if not typed and b"password of " in text and text.endswith(b": "):
                    typed = True
                    os.write(terminal, sys.argv[1].encode() + b"\\n")
            sys.stdout.write(text.decode().replace("\\r", ""))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    @Test
    void aPasswordIsAskedForOnATerminal() {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: only root can give an account a password");
        Prerequisites.needPython("pty");
        Prerequisites.need("openssl");
        String hash = Command.of("openssl", "passwd", "-6", "open sesame")
                .run()
                .expectSuccess()
                .stdoutText()
                .strip();
        Command.of("usermod", "-p", hash, lab.clientUser()).run().expectSuccess();
        try (Sshd sshd = lab.clientSshd("PasswordAuthentication yes")) {
            NewClient client = new NewClient(lab, "host: borg-server", sshd.port(), "");

            Result wrong = onATerminal(client, "wrong");
            assertThat(wrong.exitCode()).as(wrong.toString()).isEqualTo(77);
            assertThat(wrong.stdoutText()).contains("nor by that password").doesNotContain("wrong");

            Result right = onATerminal(client, "open sesame");
            assertThat(right.exitCode()).as(right.toString()).isZero();
            assertThat(right.stdoutText()).contains("the key is let in").doesNotContain("sesame");
            client.broker("setup", "web1", "--remove").expectSuccess();
        } finally {
            Command.of("usermod", "-p", "*", lab.clientUser()).run().expectSuccess();
        }
    }

    private static Result onATerminal(NewClient client, String password) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/python3", "-c", TERMINAL, password));
        words.addAll(List.of(
                BrokerProcess.binary().toString(), "--config", client.config().toString()));
        words.addAll(List.of("setup", "web1", "--yes"));
        return Command.of(words).env("HOME", client.home()).run();
    }
}
