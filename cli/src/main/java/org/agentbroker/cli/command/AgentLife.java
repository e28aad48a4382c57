package org.agentbroker.cli.command;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.agentbroker.agent.Agent;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.unix.AgentServer;
import org.agentbroker.broker.outcome.Problem;
import org.agentbroker.cli.command.ProcessSignals.Kind;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;
import org.agentbroker.cli.print.Tty;
import org.jspecify.annotations.Nullable;

/** An agent on its socket, from the first moment to whatever ends it: its command, a signal, or that it is of no use. */
final class AgentLife implements AutoCloseable {
    private static final int SIGNAL = 128;
    private static final long LOOK_MILLIS = 500;

    private final AgentServer server;
    private final SocketPlace place;
    private final Uses uses;
    private final Reporter reporter;
    private final BlockingQueue<Kind> heard;
    private final ProcessSignals signals;

    /**
     * @param over there is nothing left that it would sign
     * @param forget what SIGUSR1 asks for
     */
    record Uses(BooleanSupplier over, Runnable forget) {}

    private AgentLife(
            AgentServer server,
            SocketPlace place,
            Uses uses,
            Reporter reporter,
            BlockingQueue<Kind> heard,
            ProcessSignals signals) {
        this.server = server;
        this.place = place;
        this.uses = uses;
        this.reporter = reporter;
        this.heard = heard;
        this.signals = signals;
    }

    /** @param socket null for a place of its own */
    static AgentLife open(
            Agent agent, Uses uses, @Nullable Path socket, Map<String, String> environment, Reporter reporter)
            throws UnusableInput {
        BlockingQueue<Kind> heard = new LinkedBlockingQueue<>();
        // before there is anything to leave behind
        ProcessSignals signals = ProcessSignals.listen(kind -> hear(kind, uses, heard));
        SocketPlace place = null;
        try {
            place = SocketPlace.open(socket, environment);
            AgentServer server = AgentServer.open(agent, place.socket());
            return new AgentLife(server, place, uses, reporter, heard, signals);
        } catch (UnusableInput | RuntimeException e) {
            if (place != null) {
                place.close();
            }
            signals.close();
            throw e;
        }
    }

    // whoever asks to forget asks again at once whether all is forgotten: no other thread has to wake up first
    private static void hear(Kind kind, Uses uses, BlockingQueue<Kind> heard) {
        if (kind == Kind.USR1) {
            uses.forget().run();
        } else {
            heard.add(kind);
        }
    }

    /** In the foreground until a signal ends it, or it is over. */
    int lasts(OutputStream out) throws InterruptedException {
        tellWhere(out);
        boolean wasOver = false;
        while (true) {
            Kind signal = heard.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (signal != null) {
                return SIGNAL + signal.number;
            }
            if (wasOver) { // a look later, so that the last answer is on its way
                reporter.note("the agent has nothing left to sign");
                return ExitCode.DONE.code();
            }
            wasOver = uses.over().getAsBoolean();
        }
    }

    // as ssh-agent -D prints it; a closed standard output is the user's choice
    private void tellWhere(OutputStream out) {
        String text = "SSH_AUTH_SOCK=" + ShellWord.of(server.path().toString()) + "; export SSH_AUTH_SOCK;\n"
                + "SSH_AGENT_PID=" + ProcessHandle.current().pid() + "; export SSH_AGENT_PID;\n";
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            reporter.note("nobody reads where the agent is: " + server.path());
        }
    }

    /** As long as the command runs. */
    int runs(List<String> words) throws InterruptedException {
        AgentChild child;
        try {
            child = AgentChild.start(words, server.path(), () -> heard.add(Kind.CHLD));
        } catch (AgentChild.NotStarted e) {
            reporter.problem(new Problem(e.what(), e.hint()));
            return e.code();
        }
        boolean terminal = Tty.is(0);
        while (true) {
            Kind signal = heard.take();
            if (signal == Kind.CHLD) {
                return child.exitCode();
            }
            if (signal != Kind.INT || !terminal) { // ctrl-c reaches the command by itself, and is meant for it
                if (!child.end(signal)) {
                    reporter.warning(words.get(0) + " goes on without its agent, as process " + child.pid());
                }
                return SIGNAL + signal.number;
            }
        }
    }

    @Override
    public void close() {
        server.close();
        place.close();
        signals.close();
    }
}
