package org.agentbroker.broker.restore;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.plan.ArchiveName;

/**
 * What is in the archive.
 *
 * @param archive its name
 * @param paths that are restored; none for all
 * @param tops paths whose directories the restore goes through without having them: {@code paths}, or what all begins with
 */
record Found(String archive, List<String> paths, List<String> tops) {
    Found {
        paths = List.copyOf(paths);
        tops = List.copyOf(tops);
    }

    /** All of an archive that nobody has looked at yet. */
    static Found named(String archive) {
        return new Found(archive, List.of(), List.of());
    }

    /** What follows the options of a borg command that reads the archive; {@code more} before the paths. */
    List<String> words(String... more) {
        return words(archive, paths, more);
    }

    static List<String> words(String archive, List<String> paths, String... more) {
        List<String> words = new ArrayList<>(List.of("--"));
        words.add("::" + ArchiveName.literal(archive));
        words.addAll(List.of(more));
        paths.stream().map(ArchivePath::word).forEach(words::add);
        return words;
    }
}
