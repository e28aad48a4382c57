package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.fixture.Programs;

/** An end point on a port of the loopback, its client's key, and the command line of OpenSSH's client. */
final class Endpoint implements AutoCloseable {
    static final String USER = "borgs";

    final EmbeddedServer server;
    final ForwardedPort port;
    final List<EmbeddedEvent> events = new CopyOnWriteArrayList<>();
    final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "endpoint");
        thread.setDaemon(true);
        return thread;
    });
    final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final Path key;

    private Endpoint(Path key, Blob identity, int logins, ServeStarter starter, Patience patience) throws IOException {
        this.key = key;
        server = EmbeddedServer.open(USER, identity, logins, starter, executor, scheduler, patience, events::add);
        port = new ForwardedPort(server);
    }

    /** For one login with an Ed25519 key made in this directory. */
    static Endpoint open(Path directory, String... child) throws IOException, InterruptedException {
        return open(directory, Patience.USUAL, 1, () -> new ProcessBuilder(child).start());
    }

    static Endpoint open(Path directory, Patience patience, int logins, ServeStarter starter)
            throws IOException, InterruptedException {
        Path key = key(directory, "ed25519", "id");
        return new Endpoint(key, blob(Path.of(key + ".pub")), logins, starter, patience);
    }

    static Endpoint of(Path key, Path publicFile, String... child) throws IOException {
        return of(key, publicFile, Patience.USUAL, child);
    }

    static Endpoint of(Path key, Path publicFile, Patience patience, String... child) throws IOException {
        return new Endpoint(key, blob(publicFile), 1, () -> new ProcessBuilder(child).start(), patience);
    }

    static Path key(Path directory, String type, String name, String... options)
            throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        List<String> command = new ArrayList<>(
                List.of(Programs.require("ssh-keygen"), "-q", "-t", type, "-N", "", "-f", file.toString()));
        command.addAll(Arrays.asList(options));
        Programs.output(command, "");
        return file;
    }

    static Blob blob(Path publicFile) throws IOException {
        return Blob.of(Base64.getDecoder().decode(Files.readString(publicFile).split(" ")[1]));
    }

    /** As {@code BORG_RSH} has it (plan/ReturnSsh), with a key file in the place of the agent. */
    List<String> ssh(List<String> options, String... command) {
        return ssh(USER, key, options, command);
    }

    List<String> ssh(String user, Path identity, List<String> options, String... command) {
        List<String> words = new ArrayList<>(List.of(Programs.require("ssh"), "-F", "none"));
        for (String option : List.of(
                "BatchMode=yes",
                "StrictHostKeyChecking=yes",
                "UserKnownHostsFile=/dev/null",
                "GlobalKnownHostsFile=/dev/null",
                "IdentitiesOnly=yes",
                "IdentityAgent=none",
                "IdentityFile=" + identity,
                "HostName=127.0.0.1",
                "Port=" + port.port(),
                "HostKeyAlias=server",
                "KnownHostsCommand=/bin/echo server " + server.pin().line(),
                "ConnectTimeout=20",
                "ServerAliveInterval=5",
                "ServerAliveCountMax=3")) {
            words.addAll(List.of("-o", option));
        }
        words.addAll(options);
        words.add(user + "@server");
        words.addAll(Arrays.asList(command));
        return words;
    }

    /** What a client has come to: status, standard output and standard error. */
    record Result(int status, String out, String err) {}

    static Result run(List<String> command, String input) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it reads no input
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return new Result(process.exitValue(), out, err);
    }

    /** Short enough for tests that wait for it. */
    static Patience hurried() {
        return new Patience(
                Duration.ofMillis(700),
                Duration.ofMillis(1500),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(500));
    }

    void awaitEvent(Class<? extends EmbeddedEvent> type) {
        await(() -> events.stream().anyMatch(type::isInstance));
    }

    /** Waits for what happens in other processes and tells nobody. */
    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("has not happened within 30 s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        port.close();
        executor.shutdownNow();
        scheduler.shutdownNow();
    }
}
