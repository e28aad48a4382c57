package org.agentbroker.it.agents;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;

/** {@code broker agent --socket PATH}, started and listening, and the programs that use it. */
final class BrokerAgent implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(10);

    /** What is promised, and what a JVM under load takes to end. */
    static final Duration PROMISED = Duration.ofSeconds(2).plusSeconds(1);

    /** A program that is connected and asks nothing. */
    private static final String CONNECTS = """
            import os, socket
            s = socket.socket(socket.AF_UNIX)
            s.connect(os.environ["SSH_AUTH_SOCK"])
            print("connected", flush=True)
            s.recv(1)
            """;

    private static final Pattern LISTENS = Pattern.compile("SSH_AGENT_PID=[0-9]+; export SSH_AGENT_PID;\n");

    private final Path socket;
    private final Running process;

    private BrokerAgent(Path socket, Running process) {
        this.socket = socket;
        this.process = process;
    }

    /** In a new directory of the lab. */
    static BrokerAgent start(Lab lab, String... options) {
        Path socket = lab.newDirectory().resolve("agent");
        return started(socket, command(socket, options));
    }

    /** With an askpass program; whatever it is asked is one argument. */
    static BrokerAgent asking(Lab lab, Path askpass) {
        Path socket = lab.newDirectory().resolve("agent");
        return started(socket, command(socket).env("SSH_ASKPASS", askpass).env("SSH_ASKPASS_REQUIRE", "force"));
    }

    static Command command(Path socket, String... options) {
        List<String> words = new ArrayList<>(List.of("agent", "--socket", socket.toString()));
        words.addAll(List.of(options));
        return BrokerProcess.command(words.toArray(String[]::new));
    }

    static BrokerAgent started(Path socket, Command command) {
        Running process = command.start();
        try {
            process.awaitStdout(LISTENS, SOON);
            return new BrokerAgent(socket, process);
        } catch (AssertionError e) {
            process.close();
            throw e;
        }
    }

    Path socket() {
        return socket;
    }

    Running process() {
        return process;
    }

    /** A program with this agent. */
    Command command(String... words) {
        return Command.of(words).env("SSH_AUTH_SOCK", socket);
    }

    Result sshAdd(String... options) {
        List<String> words = new ArrayList<>(List.of("ssh-add"));
        words.addAll(List.of(options));
        return command(words.toArray(String[]::new)).run();
    }

    /** Whether it makes a good signature by this key. */
    boolean signs(Path publicKey) {
        return sshAdd("-T", publicKey.toString()).exitCode() == 0;
    }

    /** A program that is connected; it ends when it is cut off. */
    static Running connect(Path socket) {
        Running connected = Command.of("/usr/bin/python3", "-c", CONNECTS)
                .env("SSH_AUTH_SOCK", socket)
                .start();
        connected.awaitStdout(Pattern.compile("connected"), SOON);
        return connected;
    }

    /** What {@code ssh-add -L} shows: type, key and comment of each. */
    List<String> listed() {
        Result list = sshAdd("-L");
        return list.exitCode() == 1
                ? List.of()
                : list.expectSuccess().stdoutText().lines().toList();
    }

    @Override
    public void close() {
        process.close();
    }
}
