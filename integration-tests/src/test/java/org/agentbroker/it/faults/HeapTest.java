package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.Run;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.it.lab.Cable;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Library;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** After a pull, however it ended, this JVM's memory holds neither the passphrase nor the dedicated key. */
@ExtendWith({LabExtension.class, NothingLeft.class})
class HeapTest {
    private final Lab lab;
    private final Path key;
    private final Path passphraseFile;
    private final Masked passphrase;
    private final Masked seed;

    @TempDir
    private Path dumps;

    HeapTest(Lab lab) throws Exception {
        this.lab = lab;
        // a login key that no other test of this JVM has read, and the passphrase of the shared repository
        key = lab.key();
        passphraseFile = lab.passphraseFile();
        byte[] line = Files.readAllBytes(passphraseFile);
        passphrase = new Masked(Arrays.copyOf(line, line.length - 1));
        Arrays.fill(line, (byte) 0);
        seed = new Masked(seed(key));
    }

    @BeforeEach
    void repository() {
        SharedRepository.of(lab);
    }

    @Test
    void searchFindsBothWhileTheyAreOpen() throws Exception {
        try (Secret secret = Secret.ofText(Files.readAllBytes(passphraseFile));
                AgentKey open = AgentKey.load(key, null)) {
            Path dump = dump();
            assertThat(passphrase.isIn(dump)).isTrue();
            assertThat(seed.isIn(dump)).isTrue();
            assertThat(secret.isEmpty()).isFalse();
            assertThat(open.isClosed()).isFalse();
        }
        assertNothingInMemory();
    }

    @Test
    void afterASuccessNothingIsInMemory() throws Exception {
        try (Library library = new Library(Library.SHORT)) {
            assertThat(library.run(config())).isInstanceOf(Outcome.Completed.class);
            assertNothingInMemory();
        }
    }

    @Test
    void onceTheLoginIsSignedNothingIsInMemory() throws Exception {
        try (SlowData data = SlowData.ofManyFiles(lab);
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(data.in(config()));
            data.awaitUnderway();
            assertNothingInMemory();
            run.cancel();
            assertThat(run.await()).isInstanceOf(Outcome.Failed.class);
            assertNothingInMemory();
        }
    }

    @Test
    void afterFailuresNothingIsInMemory() throws Exception {
        try (Library library = new Library(Library.SHORT);
                DeafPort deaf = new DeafPort()) {
            library.run(config().client("port", "1"));
            library.run(config().client("port", deaf.port()));
            library.run(config().client("host-keys", "[\"" + lab.serverHostKey() + "\"]"));
            library.run(config().server("host-keys", "[\"" + lab.clientHostKey() + "\"]"));
            library.run(config().client("borg", "no-such-borg"));
            assertNothingInMemory();
        }
    }

    @Test
    void afterALostLinkNothingIsInMemory() throws Exception {
        try (Cable cable = Cable.to(lab.clientPort());
                SlowData data = SlowData.ofManyFiles(lab);
                Library library = new Library(Library.SHORT)) {
            Run run = library.start(data.in(config()).client("port", Integer.toString(cable.port())));
            data.awaitUnderway();
            cable.cut();
            assertThat(run.await()).isInstanceOf(Outcome.Failed.class);
            assertNothingInMemory();
        }
    }

    private ConfigText config() {
        return SharedRepository.config(lab);
    }

    private void assertNothingInMemory() throws IOException {
        Path dump = dump();
        assertThat(passphrase.isIn(dump)).as("the passphrase").isFalse();
        assertThat(seed.isIn(dump)).as("the key").isFalse();
    }

    /** What is reachable. */
    private Path dump() throws IOException {
        Path file = dumps.resolve("heap.hprof");
        Files.deleteIfExists(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        return file;
    }

    /** The private half of an unencrypted Ed25519 key file: what stands before the second copy of the public half. */
    private static byte[] seed(Path file) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            if (!line.startsWith("-")) {
                text.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
            }
        }
        byte[] bytes = Base64.getDecoder().decode(text.toByteArray());
        String pub = Files.readString(Path.of(file + ".pub")).split(" ")[1];
        byte[] blob = Base64.getDecoder().decode(pub);
        byte[] half = Arrays.copyOfRange(blob, blob.length - 32, blob.length);
        int end = lastIndexOf(bytes, half);
        return Arrays.copyOfRange(bytes, end - 32, end);
    }

    private static int lastIndexOf(byte[] bytes, byte[] part) {
        for (int i = bytes.length - part.length; i >= 0; i--) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }
}
