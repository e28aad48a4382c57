package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many at a time: pulls of one process and of several, and people with editors. */
class ConcurrentChangeTest {
    private static final int CHANGES = 200;
    private static final int FEW = 50;
    private static final String OTHERS = "# mine\n";

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private KeysHome home;

    @BeforeEach
    void makeHome() throws Exception {
        home = KeysHome.own(directory);
        home.write(OTHERS);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** The lines that it wrote, one after the other, until it is told to stop. */
    private Future<List<String>> editor(CountDownLatch stop) {
        return threads.submit(() -> {
            List<String> written = new ArrayList<>();
            while (!stop.await(5, TimeUnit.MILLISECONDS)) {
                String line = "ssh-ed25519 AAAA in-place-" + written.size();
                Files.writeString(home.file, line + "\n", StandardOpenOption.APPEND);
                written.add(line);
            }
            return written;
        });
    }

    private void addAndRemove(AuthorizedKeys keys, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            KeyLine line = KeysHome.line("web1");
            keys.add(line, "web1");
            keys.remove(line);
        }
    }

    @Test
    void losesNothingThatIsAppendedInPlace() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Future<List<String>> editor = editor(stop);
        try (AuthorizedKeys keys = home.keys()) {
            addAndRemove(keys, CHANGES);
        } finally {
            stop.countDown();
        }
        List<String> written = editor.get();
        assertThat(written).hasSizeGreaterThan(50);
        assertThat(home.read().lines()).containsExactlyInAnyOrderElementsOf(with(OTHERS.strip(), written));
    }

    /** Each change of ours meets one of theirs, which comes after ours has been prepared. */
    @Test
    void losesNothingThatIsReplaced() throws Exception {
        List<String> written = new ArrayList<>();
        AtomicInteger swaps = new AtomicInteger();
        try (AuthorizedKeys keys = home.keys(() -> {
            if (swaps.getAndIncrement() % 2 == 0) {
                written.add("ssh-ed25519 AAAA by-rename-" + written.size());
                byRename(written.get(written.size() - 1) + "\n");
            }
        })) {
            addAndRemove(keys, CHANGES);
        }
        assertThat(written).hasSize(2 * CHANGES);
        assertThat(home.read().lines()).containsExactlyElementsOf(with(OTHERS.strip(), written));
    }

    private void byRename(String line) {
        try {
            Path other = home.ssh.resolve("editor");
            Files.writeString(other, Files.readString(home.file) + line);
            Files.move(other, home.file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> with(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    /** Whoever looks, looks at all of it. */
    @Test
    void hasNoMomentWithoutTheLinesOfOthers() throws Exception {
        CountDownLatch stop = new CountDownLatch(1);
        Future<Integer> reader = threads.submit(() -> {
            int reads = 0;
            for (; stop.getCount() > 0; reads++) {
                assertThat(home.read()).endsWith(OTHERS);
            }
            return reads;
        });
        try (AuthorizedKeys keys = home.keys()) {
            addAndRemove(keys, FEW);
        } finally {
            stop.countDown();
        }
        assertThat(reader.get()).isGreaterThan(FEW);
    }

    @Test
    void takesTurnsWithOtherPulls() throws Exception {
        try (AuthorizedKeys one = home.keys();
                AuthorizedKeys two = home.keys()) {
            List<Future<?>> pulls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String client = "web" + i;
                AuthorizedKeys keys = i % 2 == 0 ? one : two;
                pulls.add(threads.submit(() -> {
                    KeyLine line = KeysHome.line(client);
                    keys.add(line, client);
                    assertThat(home.read()).contains(line.text());
                    keys.remove(line);
                    return null;
                }));
            }
            for (Future<?> pull : pulls) {
                pull.get();
            }
        }
        assertThat(home.read()).isEqualTo(OTHERS);
    }
}
