package org.agentbroker.it.setup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Prerequisites;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LabExtension.class)
class HostkeyTest {
    /** Runs a command on a terminal, types the answer when the question stands there, and says what was shown. */
    private static final String TERMINAL = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[3], sys.argv[3:])
            text, typed = b"", False
            while True:
                try:
                    read = os.read(terminal, 4096)
                except OSError: # the end, on Linux
                    read = b""
                if not read:
                    break
                text += read
                if not typed and sys.argv[1].encode() in text:
                    typed = True
                    os.write(terminal, sys.argv[2].encode() + b"\\n")
            sys.stdout.write(text.decode().replace("\\r", ""))
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """;

    private static String fingerprint(String line, Lab lab) throws Exception {
        Path file = Files.writeString(lab.newDirectory().resolve("key.pub"), line + "\n");
        String listed = Command.of("ssh-keygen", "-lf", file.toString())
                .run()
                .expectSuccess()
                .stdoutText();
        return listed.split(" ")[1];
    }

    @Test
    void nothingIsPinnedSilently(Lab lab) throws Exception {
        NewClient client = NewClient.embedded(lab);

        Result run = client.broker("run", "web1");
        assertThat(run.exitCode()).isEqualTo(78);
        assertThat(run.stderr()).contains("no host key of 127.0.0.1 is pinned; broker hostkey pin web1");

        Result pin = client.broker("hostkey", "pin", "web1");
        assertThat(pin.exitCode()).as(pin.toString()).isEqualTo(76);
        assertThat(pin.stderr()).contains("there is no terminal to ask at", "--fingerprint SHA256:..., or --yes");

        Result wrong = client.broker("hostkey", "pin", "web1", "--yes", "--fingerprint", "SHA256:wrong");
        assertThat(wrong.exitCode()).isEqualTo(76);
        assertThat(wrong.stderr()).contains("web1 shows no host key with the fingerprint SHA256:wrong");
        assertThat(client.file("known_hosts")).doesNotExist();

        String right = fingerprint(lab.hostKey("client", "ecdsa"), lab);
        client.broker("hostkey", "pin", "web1", "--fingerprint", right).expectSuccess();
        assertThat(client.file("known_hosts"))
                .hasContent("[127.0.0.1]:" + lab.clientPort() + " " + lab.hostKey("client", "ecdsa"));
        Result scan = client.broker("hostkey", "scan", "web1").expectSuccess();
        assertThat(scan.stdoutText().lines())
                .anyMatch(line -> line.endsWith(right + " pinned"))
                .filteredOn(line -> line.endsWith(" new"))
                .hasSize(2);
    }

    @Test
    void aChangedKeyIsShownAndReplacedOnlyWhenThatIsSaid(Lab lab) throws Exception {
        try (Sshd changed = lab.clientSshd("HostKey " + lab.directory() + "/server/ssh_host_ed25519_key")) {
            NewClient client = new NewClient(lab, "host: borg-server", changed.port(), "");
            String old = "[127.0.0.1]:" + changed.port() + " " + lab.clientHostKey();
            String comment = "# kept by hand\r\n";
            Files.writeString(client.file("known_hosts"), comment + old + "\n");
            String was = fingerprint(lab.clientHostKey(), lab);
            String now = fingerprint(lab.serverHostKey(), lab);

            Result scan = client.broker("hostkey", "scan", "web1");
            assertThat(scan.exitCode()).isEqualTo(76);
            assertThat(scan.stdoutText()).endsWith(now + " CHANGED: pinned is " + was + "\n");
            assertThat(scan.stderr()).contains("ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");

            Result pin = client.broker("hostkey", "pin", "web1", "--yes");
            assertThat(pin.exitCode()).isEqualTo(76);
            assertThat(pin.stderr()).contains("it shows ssh-ed25519 " + now + ", pinned is " + was, "say --replace");
            assertThat(Files.readString(client.file("known_hosts"))).isEqualTo(comment + old + "\n");

            Result setup = client.broker("setup", "web1", "--yes");
            assertThat(setup.exitCode()).isEqualTo(76);
            assertThat(setup.stderr()).contains("it shows " + now + ", pinned is " + was, "broker hostkey scan web1");

            client.broker("hostkey", "pin", "web1", "--yes", "--replace").expectSuccess();
            assertThat(Files.readString(client.file("known_hosts")))
                    .isEqualTo(comment + "[127.0.0.1]:" + changed.port() + " " + lab.serverHostKey() + "\n");
        }
    }

    @Test
    void onATerminalItAsks(Lab lab) throws Exception {
        Prerequisites.needPython("pty");
        NewClient client = NewClient.embedded(lab);
        String right = fingerprint(lab.clientHostKey(), lab);

        Result no = onATerminal(client, "no");
        assertThat(no.exitCode()).as(no.toString()).isEqualTo(76);
        assertThat(client.file("known_hosts")).doesNotExist();

        Result yes = onATerminal(client, right);
        assertThat(yes.exitCode()).as(yes.toString()).isZero();
        assertThat(yes.stdoutText())
                .contains(
                        "ssh-ed25519         " + right + " new",
                        "compare at the console of 127.0.0.1",
                        "pin these keys of");
        assertThat(client.file("known_hosts"))
                .hasContent("[127.0.0.1]:" + lab.clientPort() + " " + lab.clientHostKey());
    }

    private static Result onATerminal(NewClient client, String answer) {
        List<String> words = new ArrayList<>(List.of("/usr/bin/python3", "-c", TERMINAL, "(yes/no/the fingerprint) "));
        words.addAll(List.of(answer, BrokerProcess.binary().toString(), "--quiet", "--config"));
        words.addAll(List.of(client.config().toString(), "hostkey", "pin", "web1"));
        return Command.of(words).env("HOME", client.home()).run();
    }

    @Test
    void whereTheConfigHasTheKeysItsLineIsPrinted(Lab lab) {
        NewClient client = new NewClient(
                lab, "host: borg-server", lab.clientPort(), ", host-keys: [\"" + lab.clientHostKey() + "\"]");

        Result pin = client.broker("hostkey", "pin", "web1", "--yes").expectSuccess();

        assertThat(pin.stdoutText())
                .startsWith("host-keys: [\"" + lab.clientHostKey() + "\", \"ecdsa-sha2-nistp256 ")
                .endsWith("\"]\n");
        assertThat(pin.stderr()).contains("its pins stand in the config: put this under web1");
        assertThat(client.file("known_hosts")).doesNotExist();
    }

    @Test
    void aHostBehindAnotherIsSeenThroughIt(Lab lab) throws Exception {
        Path keys = Files.writeString(
                lab.clientHome().resolve("gate-keys"),
                "restrict,port-forwarding,permitopen=\"127.0.0.1:*\" "
                        + Files.readString(Path.of(lab.identity() + ".pub")));
        try (Sshd gate = lab.clientSshd("AuthorizedKeysFile " + keys)) {
            String jump =
                    ", jump: [" + lab.clientUser() + "@127.0.0.1:" + gate.port() + "], identity: " + lab.identity();
            NewClient client = new NewClient(lab, "host: borg-server", lab.clientPort(), jump);

            Result first = client.broker("hostkey", "scan", "web1");
            assertThat(first.exitCode()).isEqualTo(78);
            assertThat(first.stdoutText().lines()).hasSize(3);
            assertThat(first.stderr()).contains("of which no host key is pinned", "hint: broker hostkey pin web1");

            client.broker("hostkey", "pin", "web1", "--yes").expectSuccess();

            assertThat(Files.readAllLines(client.file("known_hosts"))).hasSize(6);
            assertThat(client.broker("hostkey", "scan", "web1")
                            .expectSuccess()
                            .stdoutText()
                            .lines())
                    .hasSize(6)
                    .allMatch(line -> line.endsWith(" pinned"));
        } finally {
            Files.delete(keys);
        }
    }
}
