package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.command.ProcessSignals.Kind;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;

/** The program that an agent is run for. It has broker's standard streams and environment, and the agent's socket. */
final class AgentChild {
    /** As a shell's, for a command that is not there or is no program. */
    static final int NOT_STARTED = 127;

    private static final long LOOK_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 1000;

    private final Process process;
    private final String name;
    private final Reporter reporter;

    private AgentChild(Process process, String name, Reporter reporter) {
        this.process = process;
        this.name = name;
        this.reporter = reporter;
    }

    /** Null when it could not be started, which was said then. */
    static @Nullable AgentChild start(List<String> words, Path socket, Reporter reporter) {
        ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        builder.environment()
                .put("SSH_AGENT_PID", Long.toString(ProcessHandle.current().pid()));
        try {
            return new AgentChild(builder.start(), words.get(0), reporter);
        } catch (IOException e) {
            reporter.problem(new Problem(words.get(0) + " could not be started", "check its name and mode"));
            return null;
        }
    }

    /** Null when it has ended; else a signal that came before. */
    @Nullable
    Kind ended(BlockingQueue<Kind> heard) throws InterruptedException {
        while (process.isAlive()) {
            Kind signal = heard.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (signal != null) {
                return signal;
            }
        }
        return null;
    }

    int exitCode() {
        return process.exitValue();
    }

    /** Hands the signal on, and waits for what it does, not longer than whoever sent it will. */
    void end(Kind signal) throws InterruptedException {
        send(signal);
        if (!process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            reporter.warning(name + " goes on without its agent, as process " + process.pid());
        }
    }

    // the JDK sends no other signal than TERM and KILL
    private void send(Kind signal) {
        if (signal == Kind.TERM) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal.name(), Long.toString(process.pid())).start();
        } catch (IOException e) {
            process.destroy();
        }
    }
}
