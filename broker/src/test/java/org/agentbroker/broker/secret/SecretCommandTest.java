package org.agentbroker.broker.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource.FromCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SecretCommandTest {
    private Duration patience = Duration.ofSeconds(15);

    @Test
    void itsOutputIsTheSecret() throws Exception {
        assertThat(read("printf", " it's %s \\n", "wörd")).isEqualTo(" it's wörd ");
    }

    @Test
    void itIsStartedWithoutAShell() throws Exception {
        assertThat(read("echo", "$HOME", "`id`")).isEqualTo("$HOME `id`");
    }

    @Test
    void itReadsNothingFromUs() throws Exception {
        assertThat(read("/bin/sh", "-c", "cat; echo end")).isEqualTo("end");
    }

    @Test
    void oneThatFailsIsRefusedWhateverItPrinted() {
        refuses("failed: /bin/sh", "run it by hand", "/bin/sh", "-c", "echo word; exit 1");
    }

    @Test
    void oneThatIsNotThereIsRefused() {
        refuses("did not start: /no/such", "check its path", "/no/such", "--token", "throw-away");
    }

    @Test
    void emptyOutputIsRefused() {
        UnusableInput refusal = refusal("true");
        assertThat(refusal.what()).isEqualTo("the passphrase of web1 is empty: command true");
    }

    @Test
    void oneThatHangsIsEnded() {
        patience = Duration.ofMillis(300);
        refuses("did not end within 0 s: sleep", "run it by hand", "sleep", "1000");
        // it is told to end; when the system has done that is not ours to say
        assertThat(ProcessHandle.current().descendants())
                .filteredOn(process -> process.info().commandLine().orElse("").contains("sleep 1000"))
                .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void oneThatLeavesItsOutputOpenIsNotWaitedFor() {
        patience = Duration.ofMillis(300);
        long before = System.nanoTime();
        // what it printed before its end counts, unless a read was under way then: the JDK may give either
        UnusableInput refusal = refusal("/bin/sh", "-c", "echo word; sleep 10 &");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        assertThat(refusal == null || refusal.what().contains("did not end within"))
                .isTrue();
    }

    @Test
    void hugeOutputIsRefusedAndNotCut() {
        refuses("gave more than 65536 bytes: head", "run it by hand", "head", "-c", "65537", "/dev/zero");
        refuses("gave more than 65536 bytes: cat", "run it by hand", "cat", "/dev/zero");
    }

    private String read(String... command) throws UnusableInput {
        SecretReader reader = new SecretReader(SecretPrompt.nobody(), Path.of("/dev/null"), patience);
        try (Secret secret = reader.read(new FromCommand(List.of(command)), "passphrase of web1")) {
            return secret.lend(bytes -> new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private UnusableInput refusal(String... command) {
        return catchThrowableOfType(UnusableInput.class, () -> read(command));
    }

    private void refuses(String what, String hint, String... command) {
        UnusableInput refusal = refusal(command);
        assertThat(refusal.what()).isEqualTo("the command for the passphrase of web1 " + what);
        assertThat(refusal.hint()).isEqualTo(hint);
    }
}
