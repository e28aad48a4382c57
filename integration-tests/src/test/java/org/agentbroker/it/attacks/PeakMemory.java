package org.agentbroker.it.attacks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Running;

/** The most memory that a process had resident, by the kernel's own account. */
final class PeakMemory {
    private final Path status;
    private long kibibytes;

    private PeakMemory(Path status) {
        this.status = status;
    }

    /** Looks until the program has ended: what the kernel knew goes with the process. */
    static PeakMemory watch(Running running, Duration limit) {
        PeakMemory memory = new PeakMemory(Path.of("/proc/" + running.pid() + "/status"));
        Await.until(
                "broker ends",
                limit,
                () -> {
                    memory.look();
                    return !running.isAlive();
                },
                running::stderr);
        return memory;
    }

    /** Of a program that goes on. */
    static long mebibytes(Running running) {
        PeakMemory memory = new PeakMemory(Path.of("/proc/" + running.pid() + "/status"));
        memory.look();
        return memory.mebibytes();
    }

    long mebibytes() {
        return kibibytes / 1024;
    }

    private void look() {
        try {
            Files.readString(status)
                    .lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .forEach(line -> kibibytes = Long.parseLong(line.replaceAll("[^0-9]", "")));
        } catch (IOException e) {
            // it has ended; the last look counts
        }
    }
}
