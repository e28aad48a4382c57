package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.agentbroker.broker.fixture.Programs;

/** A client whose {@code sh} is a chosen shell and whose borg is a script that does what its first argument says. */
final class FakeClient implements AutoCloseable {
    /** Those that may be a client's {@code sh}. */
    static Stream<String> shells() {
        return Stream.of("dash", "bash", "busybox", "zsh");
    }

    private static final String BORG = """
            #!/bin/sh
            case $1 in
            exit) exit "$2" ;;
            kill) kill -s "$2" $$ ;;
            passphrase) cat <&3 ;;
            stdin) wc -c ;;
            print) shift; printf '%s\\0' "$@" ;;
            print-environment) env -0 ;;
            patient) exec python3 "$(dirname "$0")/patient.py" ;;
            slow) sleep "$2"; exit "$3" ;;
            esac
            """;

    // Python because a shell cannot take back that it was started with INT ignored; borg can and does
    private static final String PATIENT = """
            import signal, sys, time
            def stop(*_):
                print("checkpoint", flush=True)
                sys.exit(2)
            signal.signal(signal.SIGINT, stop)
            print("started", flush=True)
            while True:
                time.sleep(0.05)
            """;

    private final Path directory;
    private final String mark = UUID.randomUUID().toString();
    private final List<Running> started = new ArrayList<>();

    private FakeClient(Path directory) {
        this.directory = directory;
    }

    /** The test is skipped where the shell is not installed. */
    static FakeClient with(String shell, Path directory) throws IOException {
        Optional<Path> program = Programs.find(shell);
        assumeTrue(program.isPresent(), "there is no " + shell + " here");
        Path bin = Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("sh"), program.orElseThrow());
        Files.writeString(bin.resolve("borg"), BORG);
        Files.setPosixFilePermissions(bin.resolve("borg"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(bin.resolve("patient.py"), PATIENT);
        return new FakeClient(directory);
    }

    Running run(List<String> words) throws IOException {
        return run(words, Duration.ofSeconds(60));
    }

    /** Starts the words as broker does and hands over the first line; the passphrase is the test's to send. */
    Running run(List<String> words, Duration silence) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", RemoteScript.loginCommand(List.of()));
        builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("CLIENT_MARK", mark);
        builder.environment().put("BORG_PASSPHRASE", "of somebody else");
        builder.environment().put("BORG_PASSCOMMAND", "echo of somebody else");
        builder.environment().put("BORG_NEW_PASSPHRASE", "of somebody else");
        Running running = new Running(builder.start());
        started.add(running);
        running.line(RemoteScript.firstLine(words, silence).getBytes(StandardCharsets.UTF_8));
        return running;
    }

    /** A run with an empty passphrase. */
    Running runWithout(String... words) throws IOException {
        Running running = run(List.of(words));
        running.line(new byte[0]);
        return running;
    }

    /** Living processes of this client: they have inherited its mark. */
    List<Path> processes() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> read(process.resolve("environ")).contains("CLIENT_MARK=" + mark))
                    .toList();
        }
    }

    /** Empty when the process has gone. */
    static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** Kills it when the time is over. */
    private static boolean hasEnded(Path process, long end) {
        Optional<ProcessHandle> handle =
                ProcessHandle.of(Long.parseLong(process.getFileName().toString()));
        try {
            if (handle.isPresent()) {
                handle.get().onExit().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            return true;
        } catch (TimeoutException e) {
            handle.ifPresent(ProcessHandle::destroyForcibly);
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Nothing may outlive the session, whose input sshd closes. */
    @Override
    public void close() throws IOException {
        for (Running running : started) {
            running.endOfInput();
        }
        long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
        List<String> left = new ArrayList<>();
        // a process that is just being started shows no environment, so one look is not enough
        for (int empty = 0; empty < 3; ) {
            List<Path> processes = processes();
            empty = processes.isEmpty() ? empty + 1 : 0;
            for (Path process : processes) {
                if (!hasEnded(process, end)) {
                    left.add(process.getFileName() + " "
                            + read(process.resolve("cmdline")).replace('\0', ' '));
                }
            }
        }
        Files.delete(directory.resolve("bin/sh")); // JUnit warns of links that it deletes
        assertThat(left).as("left running").isEmpty();
    }
}
