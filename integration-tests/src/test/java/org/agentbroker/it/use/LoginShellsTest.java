package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever shell the client's account has, borg gets its words as they were typed; a starter goes through that shell. */
@ExtendWith(LabExtension.class)
class LoginShellsTest {
    /** Prints the variable of the starter and each word, a NUL after each; then the agent's socket must be there. */
    private static final String PRINTER =
            "#!/bin/sh\nprintf '%s\\0' \"$STARTER\" \"$@\"\ntest -S \"$SSH_AUTH_SOCK\" || exit 9\n";

    private static final String HARD = "it's \"quoted\" $HOME `id` \\ \\n !! !x {a,b} * ~ ; & | < > # % ü €";
    private static final List<String> WORDS = List.of("list", HARD, "", " ", "--", "-x", "tab\there", "'", "\\'");

    private final Lab lab;

    LoginShellsTest(Lab lab) {
        this.lab = lab;
    }

    @AfterEach
    void restore() {
        if (lab.hasSeparateAccounts()) {
            shell("/bin/sh");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/zsh", "/usr/bin/fish", "/usr/bin/tcsh", "ash"})
    void wordsReachBorgUnchanged(String shell) throws IOException {
        String program = shell.equals("ash") ? ash() : shell;
        Assumptions.assumeTrue(Files.isExecutable(Path.of(program)), "not installed: " + shell);
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: the account's login shell is changed");
        shell(program);
        Path printer = ClientFile.script(lab, "borg", PRINTER);
        ConfigText config = Use.ready(lab).client("borg", "[env, " + yaml("STARTER=" + HARD) + ", " + printer + "]");

        Result result = Use.borg(config, WORDS.toArray(String[]::new)).expectSuccess();

        List<String> printed = List.of(result.stdoutText().split("\0"));
        assertThat(printed).startsWith(HARD, "--log-json", "--lock-wait").endsWith(WORDS.toArray(String[]::new));
        Use.expectListingHere(config.client("borg", "[nice, -n, \"1\", borg]"));
    }

    private void shell(String program) {
        // as the lab does it: accounts of several labs are changed one after the other
        Command.of("flock", "/run/brokerlab.lock", "usermod", "--shell", program, lab.clientUser())
                .run()
                .expectSuccess();
    }

    private String ash() throws IOException {
        Path link = lab.directory().resolve("ash");
        Files.deleteIfExists(link);
        return Files.createSymbolicLink(link, Path.of("/usr/bin/busybox")).toString();
    }

    private static String yaml(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
