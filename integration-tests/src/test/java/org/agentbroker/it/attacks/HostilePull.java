package org.agentbroker.it.attacks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.ReadyRepository;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Assumptions;

/**
 * A pull of {@code borg list} whose borg at the client is a shell script of the attacker's: it runs as the client's
 * user with the forwarded agent, does what it likes, and may then become the real borg with {@value #REAL_BORG}.
 */
final class HostilePull {
    static final String REAL_BORG = "exec borg \"$@\"";

    /** A login at the server as borg would start it; followed by {@code USER@HOST COMMAND}. */
    static final String SSH = "eval \"$BORG_RSH\"";

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Lab lab;
    private final ConfigText config;

    HostilePull(Lab lab) {
        this.lab = lab;
        this.config = lab.config().client("repository", ReadyRepository.of(lab));
    }

    HostilePull with(Consumer<ConfigText> change) {
        change.accept(config);
        return this;
    }

    /** The line of a script that plays attacks of {@code hostile.py}, one after the other. */
    String attack(String... names) {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "the raw attacks are in python3");
        try (InputStream in = HostilePull.class.getResourceAsStream("hostile.py")) {
            Path file = ClientFile.script(lab, "hostile.py", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            return "/usr/bin/python3 " + file + " " + String.join(" ", names);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries it out with {@code --log-json}; the script's lines are POSIX shell. */
    HostileReport run(String... script) {
        return start("--log-json", script);
    }

    /** Carries it out with {@code -v}. */
    HostileReport runVerbose(String... script) {
        return start("-v", script);
    }

    private HostileReport start(String option, String... script) {
        Path borg = ClientFile.script(lab, "borg", "#!/bin/sh\n" + String.join("\n", script) + "\n");
        String file = config.client("borg", borg.toString()).write().toString();
        long start = System.nanoTime();
        try (Running running = BrokerProcess.start(option, "--config", file, "run", "web1", "--", "list", "--short")) {
            PeakMemory memory = PeakMemory.watch(running, LIMIT);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new HostileReport(running.waitFor(LIMIT), memory.mebibytes(), took);
        }
    }
}
