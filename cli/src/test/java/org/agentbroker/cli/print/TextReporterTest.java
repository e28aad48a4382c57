package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.junit.jupiter.api.Test;

class TextReporterTest {
    private static final String CLEAR = "\r\u001b[K";

    private long now;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void quietLeavesWarningsAndProblems() {
        assertThat(events(Verbosity.QUIET, true))
                .isEqualTo(
                        "broker: web1: warning: mind the gap\nbroker: hint: step over it\nweb1: a: vanished\nweb1: locked\n");
        assertThat(outcomes(Verbosity.QUIET)).isEqualTo("broker: it is locked\nbroker: hint: wait for it\n");
    }

    @Test
    void usuallyTheClientsWordsAndTheEndAreShown() {
        assertThat(events(Verbosity.NORMAL, false)).isEqualTo("""
                        broker: web1: trying again
                        broker: web1: warning: mind the gap
                        broker: hint: step over it
                        web1: borg's word
                        web1: and advice
                        web1: a: vanished
                        web1: locked
                        web1: A etc/hosts
                        web1: motd
                        """);
        assertThat(outcomes(Verbosity.NORMAL)).isEqualTo("""
                        broker: web1: done: archive a1, 2 files, 3.00 MB, 4.32 kB new, in 81.5 s
                        broker: web1: done with warnings: archive a1, 2 files, 3.00 MB, 4.32 kB new, in 81.5 s, 2 warnings
                        broker: it is locked
                        broker: hint: wait for it
                        """);
    }

    @Test
    void verboseAddsStepsAndTheAudit() {
        assertThat(events(Verbosity.VERBOSE, false)).startsWith("""
                        broker: web1: connect
                        broker: web1: trying again
                        broker: web1: warning: mind the gap
                        broker: hint: step over it
                        broker: web1: agent: sign granted: the login was signed (connection 1, user borgs, host key SHA256:host, session 0123456789abcdef, signatures left 0)
                        broker: web1: agent: sign refused: the login is for another user (connection 1, user root, signatures left 0)
                        """).contains("web1: {type=outcome}\n");
        assertThat(outcomes(Verbosity.VERBOSE)).contains("broker: web1: done\n");
    }

    @Test
    void progressStandsOnATerminalOnly() {
        assertThat(events(Verbosity.NORMAL, true)).contains("web1: 3 files, 2.00 kB, ");
        assertThat(events(Verbosity.NORMAL, true))
                .contains(":0", "  etc/hosts" + CLEAR + "web1: Saving files cache" + CLEAR);
        assertThat(events(Verbosity.NORMAL, false)).doesNotContain("Saving", "2.00 kB");
    }

    @Test
    void problemsOfNoPullHaveTheirHint() {
        reporter(Verbosity.QUIET, false).problem(new Problem("no config", "write one"));
        reporter(Verbosity.QUIET, false).note("not shown");
        reporter(Verbosity.NORMAL, false).note("shown");
        assertThat(shown()).isEqualTo("broker: no config\nbroker: hint: write one\nbroker: shown\n");
    }

    @Test
    void aClientThatMayBeAsleepIsANote() {
        Outcome asleep = new Failed(Phase.CONNECT, Cause.ASLEEP, "web1 cannot be reached", "is it up?");
        reporter(Verbosity.QUIET, false).ended("web1", asleep);
        assertThat(shown()).isEmpty();
        reporter(Verbosity.NORMAL, false).ended("web1", asleep);
        assertThat(shown()).isEqualTo("broker: asleep: web1 cannot be reached\n");
    }

    @Test
    void aTableSumsUpSeveralClientsAndQuietlyThoseThatFailed() {
        reporter(Verbosity.NORMAL, false).summary(Events.ended());
        assertThat(shown()).isEqualTo("""
                        broker: client   result       time  archive     size      new
                        broker: web0     done       81.5 s  a1       3.00 MB  4.32 kB
                        broker: web1     done       81.5 s
                        broker: web2     warnings   81.5 s  a1       3.00 MB  4.32 kB
                        broker: web3     not now    81.5 s
                        broker: laptop1  asleep     30.0 s
                        broker: late1    not begun
                        """);
        bytes.reset();
        reporter(Verbosity.QUIET, false).summary(Events.ended());
        assertThat(shown()).isEqualTo("""
                        broker: client  result       time  archive  size  new
                        broker: web3    not now    81.5 s
                        broker: late1   not begun
                        """);
        bytes.reset();
        reporter(Verbosity.QUIET, false).summary(Events.ended().subList(0, 2));
        assertThat(shown()).isEmpty();
    }

    @Test
    void anArchivesNameIsEscapedAndCutInTheTable() {
        ArchiveSummary archive = new ArchiveSummary(Events.HOSTILE + "@|bold x|@" + "é".repeat(65), "", 0, 0, 0, 0);
        Ended ended = new Ended("web1", new Completed(archive), Duration.ofSeconds(1));
        reporter(Verbosity.NORMAL, true).summary(List.of(ended, ended));
        assertThat(shown().lines())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThan(140));
        assertThat(shown()).contains("\\x1b[31m\\x0d\\x0a", "@|bold x|@éé", "…").doesNotContain("\u001b");
    }

    @Test
    void aHintStandsBelowItsProblemWhateverElseEnds() throws Exception {
        Reporter reporter = reporter(Verbosity.NORMAL, false);
        List<Thread> threads = Stream.of("a", "b", "c")
                .map(name -> new Thread(() -> {
                    for (int i = 0; i < 500; i++) {
                        reporter.problem(new Problem(name, name));
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> lines = shown().lines().toList();
        assertThat(lines).hasSize(3000);
        for (int i = 0; i < lines.size(); i += 2) {
            assertThat(lines.get(i + 1)).isEqualTo(lines.get(i).replace("broker: ", "broker: hint: "));
        }
    }

    @Test
    void nothingThatAClientSaysReachesATerminalAsItCame() {
        Reporter reporter = reporter(Verbosity.DEBUG, true);
        for (BorgLine line : Events.hostile()) {
            reporter.heard(Events.said(line));
        }
        reporter.problem(new Problem(Events.HOSTILE, Events.HOSTILE));
        String own = shown().replace(CLEAR, "").replace("\n", "");
        assertThat(own.codePoints().filter(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .isEmpty();
    }

    private String events(Verbosity verbosity, boolean progress) {
        bytes.reset();
        Events.all().forEach(reporter(verbosity, progress)::heard);
        return shown();
    }

    private String outcomes(Verbosity verbosity) {
        bytes.reset();
        Events.outcomes().values().forEach(outcome -> reporter(verbosity, false).ended("web1", outcome));
        return shown();
    }

    private Reporter reporter(Verbosity verbosity, boolean progress) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Screen screen = progress ? Screen.terminal(out, false, () -> 80) : Screen.plain(out);
        return new TextReporter((Lines) screen, verbosity, new Progress(() -> now += 1_000_000_000L));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
