package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.cli.command.ProcessSignals.Kind;

/** The program that an agent is run for. It has broker's standard streams and environment, and the agent's socket. */
final class AgentChild {
    private static final long PATIENCE_MILLIS = 1000;

    private final Process process;

    private AgentChild(Process process) {
        this.process = process;
    }

    /** @param ended called once, on another thread */
    static AgentChild start(List<String> words, Path socket, Runnable ended) throws NotStarted {
        ProcessBuilder builder = new ProcessBuilder(CommandWords.toStart(words)).inheritIO();
        builder.environment().put("SSH_AUTH_SOCK", socket.toString());
        builder.environment()
                .put("SSH_AGENT_PID", Long.toString(ProcessHandle.current().pid()));
        try {
            Process process = builder.start();
            process.onExit().thenRun(ended);
            return new AgentChild(process);
        } catch (IOException e) {
            throw new NotStarted(words.get(0), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Of one that has ended; 128 and the signal's number when it was ended by one. */
    int exitCode() {
        return process.exitValue();
    }

    /** Hands the signal on, and waits for what it does, not longer than whoever sent it will. False: it goes on. */
    boolean end(Kind signal) throws InterruptedException {
        send(signal);
        return process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    // the JDK sends no other signal than TERM and KILL
    private void send(Kind signal) {
        if (signal == Kind.TERM) {
            process.destroy();
            return;
        }
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + signal.name() + " " + process.pid())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            process.destroy();
        }
    }

    /** There is no such program, or it is none. */
    static final class NotStarted extends Exception {
        private static final long serialVersionUID = 1L;

        // "error=13, Permission denied", "error: 13 (Permission denied)": the JDK has no other way to say it
        private static final Pattern ERROR = Pattern.compile("error[=:] ?([0-9]+)");
        private static final String NO_SUCH_FILE = "2";
        // as shells have them (POSIX, Shell Command Language, 2.8.2)
        private static final int CODE_NOT_FOUND = 127;
        private static final int CODE_NOT_EXECUTABLE = 126;

        private final String name;
        private final boolean found;

        NotStarted(String name, IOException cause) {
            super(cause);
            this.name = name;
            Matcher error = ERROR.matcher(String.valueOf(cause.getMessage()));
            this.found = error.find() && !error.group(1).equals(NO_SUCH_FILE);
        }

        int code() {
            return found ? CODE_NOT_EXECUTABLE : CODE_NOT_FOUND;
        }

        String what() {
            return name + " could not be started";
        }

        String hint() {
            return "check its name and mode";
        }
    }
}
