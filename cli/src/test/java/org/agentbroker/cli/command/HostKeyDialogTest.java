package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.hostkey.Scan.Seen;
import org.agentbroker.broker.hostkey.Shown;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.TextReporter;
import org.agentbroker.cli.print.Verbosity;
import org.junit.jupiter.api.Test;

class HostKeyDialogTest {
    private final HostKeyDialog.Options options = new HostKeyDialog.Options();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final HostPin key = pin();
    private final HostPin other = pin();
    private final Host host = Host.client(
            "web1", new Client("web1.example.org", 22, "root", List.of(), new Client.OutsideAgent(Path.of(""))));

    private static HostPin pin() {
        try (AgentKey key = AgentKey.generate("")) {
            return HostPin.parse(key.publicLine());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** @param typed null for no terminal */
    private HostKeyDialog.Choice choose(String typed, List<HostPin> pinned) throws Exception {
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        Answers answers = typed == null
                ? null
                : new Answers(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), to);
        TextReporter reporter = new TextReporter(Screen.plain(to), Verbosity.QUIET);
        return new HostKeyDialog(options, reporter, answers)
                .choose(host, new Seen(Shown.compare(List.of(key, other), pinned)));
    }

    private void assertRefused(HostKeyDialog.Choice choice, String what) {
        assertThat(choice.pinning()).isNull();
        assertThat(choice.failed().cause()).isEqualTo(Cause.HOST_KEY);
        assertThat(choice.failed().problem().what()).contains(what);
        assertThat(choice.failed().problem().hint())
                .contains("at the console of web1.example.org: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub");
    }

    @Test
    void yesPinsAll() throws Exception {
        assertThat(choose("yes\n", List.of()).pinning().keys()).containsExactly(key, other);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .endsWith("pin these keys of web1.example.org? (yes/no/the fingerprint) ");
    }

    @Test
    void aFingerprintPinsItsKey() throws Exception {
        assertThat(choose("  " + other.fingerprint() + " \n", List.of())
                        .pinning()
                        .keys())
                .containsExactly(other);
    }

    @Test
    void anythingElseIsAskedAgain() throws Exception {
        assertThat(choose("y\nSHA256:wrong\n\nyes\n", List.of()).pinning()).isNotNull();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("type yes, no or the fingerprint: ");
    }

    @Test
    void noAndTheEndOfInputPinNothing() throws Exception {
        assertRefused(choose("no\nyes\n", List.of()), "no host key of web1 was pinned");
        assertRefused(choose("", List.of()), "no host key of web1 was pinned");
        assertRefused(choose("x".repeat(5000) + "\nyes\n", List.of()), "no host key of web1 was pinned");
    }

    @Test
    void withoutATerminalAnOptionIsNeeded() throws Exception {
        assertRefused(choose(null, List.of()), "there is no terminal to ask at");
        options.yes = true;
        assertThat(choose(null, List.of()).pinning().keys()).containsExactly(key, other);
    }

    @Test
    void anOptionThatMatchesNoKeyPinsNothingWhateverElseIsSaid() throws Exception {
        options.yes = true;
        options.fingerprints = List.of("SHA256:wrong");

        assertRefused(choose("yes\n", List.of()), "web1 shows no host key with the fingerprint SHA256:wrong");
    }

    @Test
    void aChangedKeyNeedsMoreThanYes() throws Exception {
        HostPin pinned = pin();
        options.yes = true;

        HostKeyDialog.Choice choice = choose("yes\n", List.of(pinned));

        assertRefused(choice, "it shows " + key + ", pinned is " + pinned.fingerprint());
        assertThat(choice.failed().problem().hint()).endsWith("if it is right, say --replace");
        options.replace = true;
        assertThat(choose(null, List.of(pinned)).pinning().replace()).isTrue();
    }
}
