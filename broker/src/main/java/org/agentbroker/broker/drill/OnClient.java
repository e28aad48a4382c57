package org.agentbroker.broker.drill;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.feed.Feed;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Program;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.session.Course;
import org.agentbroker.broker.session.Ending;
import org.agentbroker.broker.session.Errand;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;

/**
 * What the client says its files are now: size, time and content. It gets their names, and says a line for each, in their
 * order.
 */
final class OnClient {
    private static final int LONGEST_LINE = 128;
    private static final String SCRIPT = "xargs -0 sh -c 'for f do if [ -L \"$f\" ] || [ ! -f \"$f\" ]; then echo gone;"
            + " elif s=$(stat -c \"%s %Y\" -- \"$f\") && h=$(sha256sum <\"$f\"); then echo \"$s ${h%% *}\";"
            + " else echo unreadable; fi; done' sh 2>/dev/null";

    private OnClient() {}

    /** @param names as they are in the archive, each byte a character */
    static List<String> ask(
            Pull pull,
            Course course,
            HopClient clients,
            Identities identities,
            ScheduledExecutorService scheduler,
            List<String> names)
            throws Stop, InterruptedException {
        Plan plan = course.plan();
        Program program = new Program(
                plan.remote().starters(),
                List.of("LC_ALL=C"),
                List.of("sh", "-c", SCRIPT),
                plan.remote().silence());
        Limited out = new Limited(names.size());
        try (Errand errand = course.retrying(() -> Errand.open(course, clients, identities, program, out));
                Secret none = Secret.owning(new byte[0])) {
            errand.start(program.fedLine(), none, scheduler);
            try {
                Feed feed = errand.feed();
                for (String name : names) {
                    feed.write((place(pull, name) + "\0").getBytes(StandardCharsets.ISO_8859_1));
                }
                feed.finish();
            } catch (IOException e) {
                // how it ended says more
            }
            Ending ending = errand.await();
            if (!(ending instanceof Ending.Exited exited) || exited.status() != 0) {
                throw failed(plan.name(), ending.equals(new Ending.Lost()));
            }
        }
        List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
        if (lines.size() != names.size()) {
            throw failed(plan.name(), false);
        }
        return lines;
    }

    /** Relative paths start at the login's home, all others at the root. */
    private static String place(Pull pull, String name) {
        List<String> paths = pull.command() instanceof Create create ? create.paths() : List.of();
        String text = Room.asListed(name);
        boolean inHome = paths.stream()
                .filter(path -> !path.startsWith("/"))
                .map(path -> path.replaceFirst("^(\\./+)+", "").replaceFirst("/+$", ""))
                .anyMatch(
                        path -> path.isEmpty() || path.equals(".") || text.equals(path) || text.startsWith(path + "/"));
        return (inHome ? "./" : "/") + name;
    }

    private static Stop failed(String client, boolean lost) {
        return lost
                ? new Stop(
                        Phase.COMMAND, Cause.UNREACHABLE, "the connection to " + client + " was lost", "start it again")
                : new Stop(
                        Phase.COMMAND,
                        Cause.UNUSABLE,
                        client + " does not tell what its files are",
                        "are xargs, stat and sha256sum there? or compare with the archive: --against archive");
    }

    /** As much as so many lines can be. */
    private static final class Limited extends ByteArrayOutputStream {
        private final long most;

        Limited(int lines) {
            most = (long) lines * LONGEST_LINE;
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (size() + (long) length <= most) {
                super.write(bytes, offset, length);
            }
        }

        @Override
        public void writeBytes(byte[] bytes) {
            write(bytes, 0, bytes.length);
        }
    }
}
