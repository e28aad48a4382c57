package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.HeldBorg;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code key: per-pull}: the file in which it stands for as long as a pull is not broker's alone. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class AuthorizedKeysTest {
    private static final String FOREIGN =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBEBER";

    private final Lab lab;
    private final Path directory;
    private final Path file;
    private Sshd sshd;

    AuthorizedKeysTest(Lab lab) {
        this.lab = lab;
        directory = lab.serverHome().resolve("keys-of-test");
        file = directory.resolve("authorized_keys");
    }

    @BeforeEach
    void start() {
        sshd = lab.serverSshd("AuthorizedKeysFile " + file);
    }

    @AfterEach
    void stop() {
        sshd.close();
        shell("rm -rf keys-of-test real-keys");
    }

    @ParameterizedTest
    @CsvSource({
        "TUNNEL, echo '" + FOREIGN + " meanwhile' >>authorized_keys",
        "DIRECT, cp -p authorized_keys new && echo '" + FOREIGN + " meanwhile' >>new && mv new authorized_keys",
    })
    void lineThatSomebodyAddsMeanwhileStaysAndOursGoes(Way way, String edit) throws IOException {
        shell("mkdir -m 700 keys-of-test; cd keys-of-test; echo '" + FOREIGN + " before' >authorized_keys;"
                + " chmod 640 authorized_keys");
        try (HeldBorg held = new HeldBorg(lab);
                Running pull = Cli.start(held.in(config(way)), "run", "web1", "--", "list", "--short")) {
            held.awaitArrival(pull);
            assertThat(Files.readAllLines(file)).hasSize(2).anyMatch(line -> line.contains("expiry-time=\""));
            shell("cd keys-of-test; " + edit);
            held.letGo();

            pull.waitFor(Limits.END).expectSuccess();
        }
        assertThat(Files.readAllLines(file)).containsExactly(FOREIGN + " before", FOREIGN + " meanwhile");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    @Test
    void whatWasNotThereBeforeIsNotThereAfterwards() throws IOException {
        try (HeldBorg held = new HeldBorg(lab);
                Running pull = Cli.start(held.in(config(Way.TUNNEL)), "run", "web1", "--", "list", "--short")) {
            held.awaitArrival(pull);
            assertThat(Files.readAllLines(file)).singleElement().asString().contains("restrict,command=\"borg serve ");
            held.letGo();

            pull.waitFor(Limits.END).expectSuccess();
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void twoPullsAtATimeHaveALineEach() throws IOException {
        try (Sshd other = lab.clientSshd();
                HeldBorg first = new HeldBorg(lab);
                HeldBorg second = new HeldBorg(lab)) {
            ConfigText config = first.in(config(Way.TUNNEL).client("repository", lab.newRepository()));
            second.in(config.also("web2").client("port", other.portText()).client("repository", lab.newRepository()));
            try (Running one = Cli.start(config, "init", "web1");
                    Running two = Cli.start(config, "init", "web2")) {
                first.awaitArrival(one);
                second.awaitArrival(two);
                assertThat(Files.readAllLines(file))
                        .hasSize(2)
                        .anyMatch(line -> line.endsWith(" web1"))
                        .anyMatch(line -> line.endsWith(" web2"));

                second.letGo();
                two.waitFor(Limits.END).expectSuccess();
                assertThat(Files.readAllLines(file)).singleElement().asString().endsWith(" web1");

                first.letGo();
                one.waitFor(Limits.END).expectSuccess();
                assertThat(directory).doesNotExist();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "echo >real-keys; ln -s ../real-keys keys-of-test/authorized_keys, is a symbolic link",
        "echo >keys-of-test/authorized_keys; chmod 666 keys-of-test/authorized_keys, can be written by others",
        "echo >keys-of-test/authorized_keys; chmod 777 keys-of-test, can be written by others",
    })
    void fileThatSomebodyElseRulesIsNotTouchedAndNothingIsSent(String preparation, String what) throws IOException {
        shell("mkdir -m 700 keys-of-test; " + preparation);
        String before = listing();
        try (HeldBorg held = new HeldBorg(lab)) {
            Result result = Cli.run(held.in(config(Way.TUNNEL)), "run", "web1");

            Cli.assertFailed(result, 78, what, "");
            assertThat(result.stderr()).contains(directory.toString());
            assertThat(held.hasArrived()).isFalse();
        }
        assertThat(listing()).isEqualTo(before);
    }

    @Test
    void fileOfSomebodyElseIsNotTouchedAndNothingIsSent() {
        assumeThat(lab.hasSeparateAccounts()).as("root").isTrue();
        shell("mkdir -m 700 keys-of-test; echo >keys-of-test/authorized_keys");
        Command.of("chown", lab.clientUser(), file.toString()).run().expectSuccess();
        try (HeldBorg held = new HeldBorg(lab)) {
            Result result = Cli.run(held.in(config(Way.TUNNEL)), "run", "web1");

            Cli.assertFailed(result, 78, file + " belongs to " + lab.clientUser(), "chown it to " + lab.serverUser());
            assertThat(held.hasArrived()).isFalse();
        }
    }

    private ConfigText config(Way way) {
        return SharedRepository.config(lab)
                .defaults("return", way.name().toLowerCase(Locale.ROOT))
                .server("port", sshd.portText())
                .server("authorized-keys", file.toString())
                .client("key", "per-pull");
    }

    private String listing() {
        return shell("ls -laR --time-style=full-iso keys-of-test; cat keys-of-test/*");
    }

    /** As the server's account, in its home. */
    private String shell(String script) {
        List<String> words = new ArrayList<>(
                lab.hasSeparateAccounts() ? List.of("runuser", "-u", lab.serverUser(), "--") : List.of());
        words.addAll(List.of(
                "sh", "-c", "cd \"$1\"; " + script, "sh", lab.serverHome().toString()));
        return Command.of(words).run().expectSuccess().stdoutText();
    }
}
