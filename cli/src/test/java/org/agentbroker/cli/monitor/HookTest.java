package org.agentbroker.cli.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HookTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<String> notes = new CopyOnWriteArrayList<>();

    @Test
    void isStartedWithoutAShell() throws Exception {
        hook("printf", "%s\\n", "$HOME;a b").run(LIMIT);
        assertThat(notes).containsExactly("$HOME;a b");
    }

    @Test
    void hasVariablesAndInput() throws Exception {
        hook("sh", "-c", "echo \"$BROKER_CLIENT\"; cat; echo err >&2").run(LIMIT);
        assertThat(notes).containsExactly("web1", "{\"client\":\"web1\"}", "err");
    }

    @Test
    void needNotReadItsInput() throws Exception {
        new Hook(List.of("true"), Map.of(), "x".repeat(1 << 20), notes::add).run(LIMIT);
        assertThat(notes).isEmpty();
    }

    @Test
    void isToldByItsCodeAndItsName() {
        assertFails("the hook sh ended with 3", "sh", "-c", "exit 3");
        assertThatThrownBy(() -> hook("/no/such").run(LIMIT))
                .isInstanceOf(UnusableInput.class)
                .hasMessageStartingWith("the hook /no/such cannot be started: ");
    }

    @Test
    void isKilledWithItsChildren() throws Exception {
        Path pid = directory.resolve("pid");
        Hook hook = hook("sh", "-c", "sleep 1000 & echo $! >" + pid + ".new; mv " + pid + ".new " + pid + "; wait");
        assertThatThrownBy(() -> hook.run(Duration.ofSeconds(2)))
                .hasMessage("the hook sh did not end within 2 s and was killed");
        long child = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(child)
                .ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    }

    @Test
    void whatItLeavesBehindIsNotWaitedFor() throws Exception {
        long begin = System.nanoTime();
        hook("sh", "-c", "setsid sleep 6 & echo here").run(LIMIT);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        assertThat(notes).containsExactly("here");
    }

    @Test
    void muchOutputIsCut() throws Exception {
        hook("sh", "-c", "yes | head -c 1000000").run(LIMIT);
        assertThat(notes).hasSize(8192);
    }

    private void assertFails(String what, String... words) {
        assertThatThrownBy(() -> hook(words).run(LIMIT))
                .isInstanceOf(UnusableInput.class)
                .hasMessage(what);
    }

    private Hook hook(String... words) {
        return new Hook(List.of(words), Map.of("BROKER_CLIENT", "web1"), "{\"client\":\"web1\"}\n", notes::add);
    }
}
