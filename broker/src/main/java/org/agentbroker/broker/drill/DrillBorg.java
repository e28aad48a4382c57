package org.agentbroker.broker.drill;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.ArchiveName;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.repository.OwnRepository;
import org.agentbroker.broker.session.Stop;

/** What a drill asks of borg. */
record DrillBorg(OwnRepository repository, Secret passphrase, Deadline deadline) {
    /** Of the names in one command line. */
    private static final int MOST_BYTES = 400_000;

    /**
     * Tar, and not {@code borg extract}: that follows a symbolic link of the archive to wherever the client likes. Tar is
     * led by none within one run; those of the runs before it go, as a sample has no links. It gets no more than was
     * listed. The status is borg's, which fails when more comes; what tar has not made is missed later.
     */
    static final String UNPACK =
            "cd -- \"$0\" && find . -type l -delete || exit 2; most=$1; shift; r=$({ { \"$@\"; echo $? >&4; }"
                    + " | head -c \"$most\" | tar --extract --file=- --no-same-owner --same-permissions --delay-directory-restore 2>/dev/null; } 4>&1);"
                    + " exit $r";

    /** The name of the newest archive that is no checkpoint. */
    String latest(String client) throws Stop, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        require(run(List.of(), List.of("list", "--last", "1", "--format", "{archive}{NUL}"), out));
        String name = out.toString(StandardCharsets.UTF_8).replaceFirst("\0(?s).*", "");
        if (name.isEmpty()) {
            throw new Stop(
                    Phase.COMMAND,
                    Cause.BORG_FAILED,
                    "the repository of " + client + " has no archive",
                    "make one: broker run " + client);
        }
        return name;
    }

    /** Each file of an archive. */
    void list(String archive, Consumer<Listed> each) throws Stop, InterruptedException {
        require(list(archive, Listed.FORMAT, List.of(), each));
    }

    /** The content of each file, by its name; of those that borg can read. */
    Map<String, String> contents(String archive, Sample sample) throws Stop, InterruptedException {
        Map<String, String> contents = new HashMap<>();
        for (Batch batch : batches(sample)) {
            Outcome outcome = list(
                    archive,
                    Listed.FORMAT_WITH_CONTENT,
                    batch.patterns(),
                    each -> contents.put(each.path(), each.content()));
            requireBorgsEnd(outcome);
        }
        return contents;
    }

    private Outcome list(String archive, String format, List<String> patterns, Consumer<Listed> each)
            throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("list", "--json-lines", "--format", format, "--", named(archive)));
        words.addAll(patterns);
        return run(List.of("env", Listed.ZONE), words, new ListedStream(each));
    }

    /**
     * Unpacks files into a directory.
     *
     * @return how borg ended, by itself
     */
    Outcome restore(String archive, Sample sample, Path directory) throws Stop, InterruptedException {
        Outcome worst = new Completed(null);
        for (Batch batch : batches(sample)) {
            List<String> words = new ArrayList<>(List.of("export-tar", "--", named(archive), "-"));
            words.addAll(batch.patterns());
            String most = Long.toString(batch.extent().tar());
            List<String> unpack = List.of("sh", "-c", UNPACK, directory.toString(), most);
            Outcome outcome = run(unpack, words, OutputStream.nullOutputStream());
            requireBorgsEnd(outcome);
            worst = worst instanceof Failed ? worst : outcome;
        }
        return worst;
    }

    private Outcome run(List<String> starters, List<String> words, OutputStream out) throws InterruptedException {
        return repository.run(starters, words, passphrase, out, deadline);
    }

    private static String named(String archive) {
        return "::" + ArchiveName.literal(archive);
    }

    private static void require(Outcome outcome) throws Stop {
        if (outcome instanceof Failed failed) {
            throw new Stop(failed);
        }
    }

    /** That it failed over what is in the repository is what a drill wants to know. */
    private static void requireBorgsEnd(Outcome outcome) throws Stop {
        if (outcome instanceof Failed failed && failed.cause() != Cause.BORG_FAILED) {
            throw new Stop(failed);
        }
    }

    /** What one command of borg's is about; no patterns for all. */
    private record Batch(List<String> patterns, Extent extent) {}

    /** As much as has room in a command line; of all files none needs to be named. */
    private static List<Batch> batches(Sample sample) {
        if (sample.isAll()) {
            return List.of(new Batch(List.of(), sample.extent()));
        }
        List<Batch> batches = new ArrayList<>();
        int bytes = MOST_BYTES;
        for (Listed file : sample.picked()) {
            String pattern = file.pattern();
            int length = pattern.getBytes(StandardCharsets.UTF_8).length + 1;
            bytes += length;
            if (bytes > MOST_BYTES) {
                batches.add(new Batch(new ArrayList<>(), new Extent()));
                bytes = length;
            }
            Batch batch = batches.get(batches.size() - 1);
            batch.patterns().add(pattern);
            batch.extent().add(file);
        }
        return batches;
    }
}
