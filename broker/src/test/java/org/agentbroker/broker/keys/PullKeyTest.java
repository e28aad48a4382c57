package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Certificate;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.fixture.KeyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullKeyTest {
    private static final KeyPurpose PURPOSE =
            new KeyPurpose("web1", "borgs", List.of("borg", "serve", "--restrict-to-repository", "/srv/web 1"));
    private static final Duration LIFETIME = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    private final List<PullEvent> events = new ArrayList<>();
    private KeysHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = KeysHome.own(directory);
    }

    @Test
    void standsInTheFileUntilItIsClosed() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            PullKey pull = PullKey.perPull(PURPOSE, LIFETIME, keys, events::add);
            AgentKey key = pull.key();
            assertThat(key.certificate()).isNull();
            assertThat(home.read())
                    .isEqualTo("restrict,command=\"borg serve --restrict-to-repository '/srv/web 1'\","
                            + "expiry-time=\"20261125120200Z\" ssh-ed25519 "
                            + Base64.getEncoder()
                                    .encodeToString(key.publicBlob().toBytes()) + " broker-pull web1\n");
            pull.close();
            pull.close();
            assertThat(key.isClosed()).isTrue();
            assertThat(home.file).doesNotExist();
        }
        assertThat(events).isEmpty();
    }

    /** A pull is cancelled by interrupting its thread. */
    @Test
    void isRemovedByAThreadThatWasInterrupted() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            PullKey pull = PullKey.perPull(PURPOSE, LIFETIME, keys, events::add);
            Thread.currentThread().interrupt();
            pull.close();
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(home.file).doesNotExist();
        assertThat(events).isEmpty();
    }

    @Test
    void isNotAddedByAThreadThatWasInterrupted() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> PullKey.perPull(PURPOSE, LIFETIME, keys, events::add))
                    .isInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isFalse();
        }
        assertThat(home.names()).isEmpty();
    }

    @Test
    void isNotAddedByAThreadThatIsInterruptedInTheMiddle() throws Exception {
        home.write("# mine\n");
        try (AuthorizedKeys keys = home.keys(() -> Thread.currentThread().interrupt())) {
            assertThatThrownBy(() -> PullKey.perPull(PURPOSE, LIFETIME, keys, events::add))
                    .isInstanceOf(InterruptedException.class);
        }
        assertThat(home.read()).isEqualTo("# mine\n");
        assertThat(home.names()).containsExactly("authorized_keys");
    }

    @Test
    void leavesNothingWheneverItsThreadIsInterrupted() throws Exception {
        home.write("# mine\n");
        Random random = new Random(4252);
        AtomicInteger started = new AtomicInteger();
        try (AuthorizedKeys keys = home.keys()) {
            keys.expiryTime();
            for (int i = 0; i < 60; i++) {
                Thread pull = new Thread(() -> {
                    try (PullKey key = PullKey.perPull(PURPOSE, LIFETIME, keys, events::add)) {
                        started.addAndGet(key.key().isClosed() ? 0 : 1);
                    } catch (UnusableInput | InterruptedException e) {
                        // it was in time
                    }
                });
                pull.start();
                LockSupport.parkNanos(random.nextInt(20_000_000));
                pull.interrupt();
                pull.join();
                assertThat(home.read()).as("pull %d", i).isEqualTo("# mine\n");
                assertThat(home.names()).containsExactly("authorized_keys");
            }
        }
        assertThat(started.get()).isBetween(1, 59);
        assertThat(events).isEmpty();
    }

    @Test
    void saysWhenItCannotBeRemoved() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            PullKey pull = PullKey.perPull(PURPOSE, LIFETIME, keys, events::add);
            Files.setPosixFilePermissions(home.file, PosixFilePermissions.fromString("rw-rw-rw-"));
            pull.close();
        }
        assertThat(events)
                .containsExactly(new PullEvent.Warning(
                        "web1",
                        "the key of this pull still stands in " + home.file + ", where it lets nobody in after"
                                + " 2026-11-25T12:02:00Z and goes with the next change: " + home.file
                                + " can be written by others; chmod go-w " + home.file));
    }

    @Test
    void isNotMadeForAnUnusablePurpose() throws Exception {
        try (AuthorizedKeys keys = home.keys()) {
            KeyPurpose name = new KeyPurpose("two words", "borgs", List.of("borg"));
            KeyPurpose command = new KeyPurpose("web1", "borgs", List.of("borg\n"));
            assertThatThrownBy(() -> PullKey.perPull(name, LIFETIME, keys, PullListener.none()))
                    .isInstanceOf(UnusableInput.class);
            assertThatThrownBy(() -> PullKey.perPull(command, LIFETIME, keys, PullListener.none()))
                    .isInstanceOf(UnusableInput.class);
        }
        assertThat(home.names()).isEmpty();
    }

    @Test
    void hasACertificateForItsPurposeAlone() throws Exception {
        Path ca = KeyFiles.in(directory);
        Authority authority = new Authority(Duration.ofMinutes(5), List.of("192.0.2.0/24"));
        Instant now = KeysHome.NOW.plusNanos(123_456_789);
        try (AgentKey caKey = AgentKey.load(ca, null);
                PullKey pull = PullKey.certified(PURPOSE, authority, caKey, InstantSource.fixed(now))) {
            Certificate certificate = pull.key().certificate();
            assertThat(certificate).isNotNull();
            assertThat(pull.key().identity()).isEqualTo(certificate.blob());
            assertThat(certificate.caKey()).isEqualTo(caKey.publicBlob());
            assertThat(certificate.keyId()).isEqualTo("pull-web1");
            assertThat(certificate.principals()).containsExactly("borgs");
            assertThat(certificate.validAfter()).isEqualTo("2026-11-25T11:59:00Z");
            assertThat(certificate.validBefore()).isEqualTo("2026-11-25T12:05:00Z");
            assertThat(certificate.serial()).isEqualTo(KeysHome.NOW.getEpochSecond() * 1_000_000 + 123_456);
            assertThat(new String(certificate.blob().toBytes(), StandardCharsets.ISO_8859_1))
                    .contains("borg serve --restrict-to-repository '/srv/web 1'", "192.0.2.0/24");
        }
        assertThat(home.names()).isEmpty();
    }

    @Test
    void isNotCertifiedForAnywhere() throws Exception {
        try (AgentKey ca = AgentKey.generate("ca")) {
            Authority anywhere = new Authority(LIFETIME, List.of());
            assertThatThrownBy(() -> PullKey.certified(PURPOSE, anywhere, ca, InstantSource.system()))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessage("a certificate would be good from anywhere");
            Authority name = new Authority(LIFETIME, List.of("host"));
            assertThatThrownBy(() -> PullKey.certified(PURPOSE, name, ca, InstantSource.system()))
                    .isInstanceOf(UnusableInput.class)
                    .hasMessage("not an address or network: host");
            assertThat(ca.isClosed()).isFalse();
        }
    }

    @Test
    void canBeOneThatTheServerKnows() throws Exception {
        AgentKey known = AgentKey.load(KeyFiles.in(directory), null);
        PullKey.of(known).close();
        assertThat(known.isClosed()).isTrue();
        try (PullKey pull = PullKey.inMemory("web1")) {
            assertThat(pull.key().publicBlob()).isNotEqualTo(known.publicBlob());
        }
    }
}
