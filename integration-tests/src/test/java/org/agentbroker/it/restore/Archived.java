package org.agentbroker.it.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.restore.Restore;
import org.agentbroker.it.lab.ClientFile;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Library;
import org.agentbroker.it.lab.Way;

/** A tree of a client, an archive of it, and places to restore it to. */
final class Archived implements AutoCloseable {
    static final String ARCHIVE = "full";
    /** Of {@code big}. */
    static final int MEBIBYTES = 24;

    final Lab lab;
    final Library library = new Library(Timing.DEFAULT);
    final Path tree;
    private final Path places;
    private final String repository;
    private int place;

    private Archived(Lab lab) {
        this.lab = lab;
        this.tree = ClientFile.directory(lab);
        this.places = ClientFile.directory(lab);
        this.repository = lab.newRepository();
    }

    static Archived make(Lab lab) throws InterruptedException {
        Archived archived = new Archived(lab);
        archived.plant();
        for (Pull pull :
                new Pull[] {archived.pull(Way.DIRECT).with(new Init("repokey-blake2")), archived.pull(Way.DIRECT)}) {
            assertThat(archived.library.start(pull).await())
                    .as(archived.library.events().toString())
                    .isInstanceOf(Outcome.Completed.class);
        }
        return archived;
    }

    private void plant() {
        String script =
                "cd \"$1\" && mkdir -p small/sub && cd small && echo one >plain && echo 2 >\"$(printf 'm\\374ller')\""
                        + " && echo 3 >\"$(printf 'new\\nline')\" && echo 4 >'re:.*' && echo 5 >sub/-n && echo 6 >'*'"
                        + " && ln plain hard && ln -s plain soft && chmod 640 plain && touch -d '2001-02-03 04:05:06.789' plain";
        Command.of("sh", "-c", script, "sh", tree.toString()).run().expectSuccess();
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            Files.write(tree.resolve("big"), random.readNBytes(MEBIBYTES << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (lab.hasSeparateAccounts()) {
            Command.of("chown", "-hR", lab.clientUser(), tree.toString()).run().expectSuccess();
        }
    }

    ConfigText config(Way way) {
        return way.in(lab.config())
                .client("repository", repository)
                .create("archive", ARCHIVE)
                .create("paths", "[" + tree + "]");
    }

    Pull pull(Way way) {
        return Library.pull(config(way), "web1", Map.of());
    }

    /** As the archive has it. */
    String inArchive(String name) {
        return tree.toString().substring(1) + "/" + name; // which may be none for Path
    }

    /** Where nothing is yet. */
    Path newPlace() {
        return places.resolve("to-" + ++place);
    }

    /** All of it. */
    Restore of(Pull pull, Restore.Via via, Path to) {
        return Restore.of(pull, ARCHIVE, via).to(to.toString());
    }

    Outcome run(Restore restore) throws InterruptedException {
        return library.start(restore, OutputStream.nullOutputStream()).await();
    }

    /** That what came there is what was saved. */
    void assertSame(Path to, String name) {
        Command.of("diff", "-r", tree.resolve(name).toString(), to + "/" + inArchive(name))
                .run()
                .expectSuccess();
    }

    @Override
    public void close() {
        library.close();
        Command.of("rm", "-rf", tree.toString(), places.toString()).run().expectSuccess();
    }
}
