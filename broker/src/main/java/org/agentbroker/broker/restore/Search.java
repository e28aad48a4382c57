package org.agentbroker.broker.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.session.Stop;

/** Looks archive and paths up before anything is changed on the client. */
final class Search {
    private static final int LONGEST_LIST = 64 << 20;

    private final Restore restore;
    private final Listing listing;
    private final String whose;

    Search(Restore restore, Listing listing) {
        this.restore = restore;
        this.listing = listing;
        this.whose = "the repository of " + restore.source().name();
    }

    /** @throws Stop when they are not there, or nobody can tell */
    Found find() throws Stop, UnusableInput, InterruptedException {
        String archive = archive();
        List<String> paths = restore.paths();
        if (!paths.isEmpty()) {
            requirePaths(archive);
        }
        if (restore.via() == Restore.Via.AGENT) {
            requireNoWayOut(archive);
        }
        if (!paths.isEmpty()) {
            return new Found(archive, paths, paths);
        }
        // a new or empty directory has nothing in it that could lead elsewhere
        boolean goesThroughOthers = restore.overwrite() || restore.isRoot();
        return new Found(archive, paths, goesThroughOthers ? roots(archive) : List.of());
    }

    private String archive() throws Stop, UnusableInput, InterruptedException {
        Limited list = new Limited();
        require(listing.run(List.of("list", "--json"), list));
        ArchiveNames names = ArchiveNames.read(list.bytes.toByteArray());
        String wanted = restore.archive();
        Optional<String> found = names.find(wanted);
        if (found.isPresent()) {
            return found.get();
        }
        String source = restore.source().name();
        if (names.archives().isEmpty()) {
            throw stop("there is no archive in " + whose, "make one: broker run " + source);
        }
        List<String> nearest = names.nearest(wanted);
        throw stop(
                "there is no archive " + wanted + " in " + whose,
                nearest.isEmpty()
                        ? "see which: broker list " + source
                        : "did you mean " + String.join(", ", nearest) + "; or latest");
    }

    private void requirePaths(String archive) throws Stop, UnusableInput, InterruptedException {
        PathSearch search = new PathSearch(restore.paths());
        Outcome outcome = listing.run(listPaths(archive, restore.paths()), search);
        Set<String> missing = search.missing();
        if (missing.isEmpty()) {
            return;
        }
        require(outcome);
        String first = ArchivePath.shown(missing.iterator().next());
        String more = missing.size() > 1 ? " and " + (missing.size() - 1) + " more of the paths" : "";
        throw stop(
                "there is no " + first + more + " in the archive " + archive,
                "see what is: broker list " + restore.source().name() + " " + archive);
    }

    /** Tar withstands what an archive's author may have put into it, {@code borg extract} does not. */
    private void requireNoWayOut(String archive) throws Stop, UnusableInput, InterruptedException {
        LinkSearch search = new LinkSearch();
        List<String> words = new ArrayList<>(List.of("list"));
        words.addAll(LinkSearch.arguments());
        words.addAll(Found.words(archive, restore.paths()));
        Outcome outcome = listing.run(words, search);
        Optional<String> found = search.found();
        if (found.isPresent() || search.areTooMany()) {
            String what = found.map(path -> "the archive " + archive + " leads out of the directory: " + path)
                    .orElse("the archive " + archive + " has too many links to be looked at");
            throw new Stop(
                    Phase.COMMAND,
                    Cause.REFUSED,
                    what,
                    "look at the client that made it; tar is not led by it: --via tar; or name paths in it");
        }
        require(outcome);
    }

    private List<String> roots(String archive) throws Stop, UnusableInput, InterruptedException {
        Roots roots = new Roots();
        Outcome outcome = listing.run(listPaths(archive, List.of()), roots);
        if (roots.areTooMany()) {
            throw stop(
                    "the archive " + archive + " begins at more than " + Roots.MOST + " places",
                    "restore it to a new directory: --to DIR; or name paths in it");
        }
        require(outcome);
        List<String> paths = roots.paths();
        if (paths.stream().anyMatch(path -> ArchivePath.parent(path).contains("?"))) {
            throw stop(
                    "the archive " + archive + " begins below a directory whose name is no text",
                    "restore it to a new directory: --to DIR; or name paths in it");
        }
        return paths;
    }

    private static List<String> listPaths(String archive, List<String> paths) {
        List<String> words = new ArrayList<>(List.of("list"));
        words.addAll(PathSearch.arguments());
        words.addAll(Found.words(archive, paths));
        return words;
    }

    private static void require(Outcome outcome) throws Stop {
        if (outcome instanceof Failed failed) {
            throw new Stop(failed);
        }
    }

    private static Stop stop(String what, String hint) {
        return new Stop(Phase.COMMAND, Cause.BORG_FAILED, what, hint);
    }

    /** Takes no more than a list of archives has. */
    private static final class Limited extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            if (bytes.size() + length > LONGEST_LIST) {
                throw new IOException("no list of archives is as long");
            }
            bytes.write(from, offset, length);
        }
    }
}
