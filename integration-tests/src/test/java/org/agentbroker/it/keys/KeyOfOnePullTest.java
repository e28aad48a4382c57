package org.agentbroker.it.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.AuthorizedKeys;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.it.keys.PullLab.Login;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code key: per-pull} with the server's own sshd: a line in authorized_keys for as long as the pull lasts. */
@ExtendWith(LabExtension.class)
class KeyOfOnePullTest {
    private static final Duration LIFETIME = Duration.ofMinutes(2);
    private static final PullListener LISTENER = PullListener.none();

    private final Lab lab;
    private PullLab server;

    KeyOfOnePullTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() throws Exception {
        server = PullLab.open(lab);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    /** StrictModes is on: sshd itself says that owner and mode of what was made are right. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/repo",
                "two words",
                "quo\"te's",
                "\\ \\\" end\\",
                "$HOME `id` $(id) !! !x ~ * {a,b}",
                "caf\u00e9 #;|&<>()"
            })
    void logsInForItsCommandAlone(String word) throws Exception {
        try (AuthorizedKeys keys = server.keys(InstantSource.system())) {
            try (PullKey pull = PullKey.perPull(server.printing(word), LIFETIME, keys, LISTENER)) {
                assertThat(server.login(pull)).isEqualTo(Login.printing(word));
            }
            assertThat(server.file().getParent()).doesNotExist();
        }
    }

    @Test
    void isLockedOutWithItsLine() throws Exception {
        try (AuthorizedKeys keys = server.keys(InstantSource.system());
                PullKey pull = PullKey.perPull(server.printing("x"), LIFETIME, keys, LISTENER)) {
            try (PullKey next = PullKey.perPull(server.printing("next"), LIFETIME, keys, LISTENER)) {
                // which swept the first, as if that were dead
                assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
                assertThat(server.login(next)).isEqualTo(Login.printing("next"));
            }
        }
    }

    @Test
    void isLockedOutWhenItHasExpired() throws Exception {
        Instant now = Instant.now();
        try (AuthorizedKeys keys =
                        server.keys(InstantSource.fixed(now.minus(LIFETIME).minusSeconds(1)));
                PullKey pull = PullKey.perPull(server.printing("x"), LIFETIME, keys, LISTENER)) {
            assertThat(server.login(pull)).isEqualTo(Login.REFUSED);
            assertThat(server.log()).contains("Refused by key options");
        }
    }

    @Test
    void livesBesideOthers() throws Exception {
        KeyPurpose other = new KeyPurpose(
                "web2", server.account().name(), server.printing("two").command());
        try (AuthorizedKeys keys = server.keys(InstantSource.system());
                PullKey two = PullKey.perPull(other, LIFETIME, keys, LISTENER)) {
            try (PullKey one = PullKey.perPull(server.printing("one"), LIFETIME, keys, LISTENER)) {
                assertThat(server.login(one)).isEqualTo(Login.printing("one"));
            }
            assertThat(server.login(two)).isEqualTo(Login.printing("two"));
        }
    }

    @Test
    void isSweptByTheNextPullWhenItsBrokerWasKilled() throws Exception {
        try (Running broker = Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledPull.class.getName(),
                        server.account().name(),
                        Integer.toString(server.account().uid()),
                        Integer.toString(server.account().gid()),
                        server.account().home().toString(),
                        server.file().toString(),
                        server.locks().toString())
                .start()) {
            broker.awaitStdout(Pattern.compile("added"), Duration.ofSeconds(30));
            broker.sendSignal("KILL");
            broker.waitFor(Duration.ofSeconds(10));
        }
        assertThat(Files.readString(server.file())).contains("broker-pull web1").hasLineCount(1);

        try (AuthorizedKeys keys = server.keys(InstantSource.system())) {
            try (PullKey pull = PullKey.perPull(server.printing("x"), LIFETIME, keys, LISTENER)) {
                assertThat(Files.readString(server.file())).contains("<%s>").hasLineCount(1);
                assertThat(server.login(pull)).isEqualTo(Login.printing("x"));
            }
            assertThat(server.file().getParent()).doesNotExist();
        }
    }
}
