package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends a child whose client has gone. Closing its standard input comes first and is the caller's part: {@code borg
 * serve} then closes the repository and gives its lock back. Who has not gone by then gets TERM, and at last KILL.
 */
public final class ChildEnd {
    private static final Duration SIGNALLING = Duration.ofSeconds(5);

    private final Process process;
    private final boolean leadsGroup;
    private final Duration untilTerm;
    private final Duration untilKill;
    private final Executor executor;
    private final AtomicBoolean begun = new AtomicBoolean();

    /**
     * @param leadsGroup whether its process id is that of a group of its own; then the whole group gets the signals
     * @param untilTerm from the call of {@link #begin} on
     * @param untilKill from TERM on
     * @param executor waits on it, for as long as the two together
     */
    public ChildEnd(Process process, boolean leadsGroup, Duration untilTerm, Duration untilKill, Executor executor) {
        this.process = process;
        this.leadsGroup = leadsGroup;
        this.untilTerm = untilTerm;
        this.untilKill = untilKill;
        this.executor = executor;
    }

    /** Does not wait. May be called again, which does nothing. */
    public void begin() {
        if (begun.compareAndSet(false, true)) {
            try {
                executor.execute(this::end);
            } catch (RuntimeException e) { // it takes no more, so nobody can wait
                signal("KILL");
            }
        }
    }

    private void end() {
        try {
            if (!process.waitFor(untilTerm.toNanos(), TimeUnit.NANOSECONDS)) {
                signal("TERM");
                if (!process.waitFor(untilKill.toNanos(), TimeUnit.NANOSECONDS)) {
                    signal("KILL");
                }
            }
            killGroup(); // what it left behind
        } catch (InterruptedException e) {
            signal("KILL");
            Thread.currentThread().interrupt();
        }
    }

    /** Kills what is left of its group, also after its own end; nothing when it leads none. Waits for the signal alone. */
    public void killGroup() {
        if (leadsGroup) {
            signalGroup("KILL");
        }
    }

    private void signal(String name) {
        if (leadsGroup) {
            signalGroup(name);
        } else if (name.equals("TERM")) {
            process.destroy();
        } else {
            process.destroyForcibly();
        }
    }

    // Java cannot signal a group; kill is built into every sh
    private void signalGroup(String name) {
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + process.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            kill.getOutputStream().close();
            kill.waitFor(SIGNALLING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
