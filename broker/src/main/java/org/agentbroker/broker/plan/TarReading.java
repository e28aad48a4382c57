package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.BorgCommand.Create;

/** {@code method: tar}: the client's GNU tar into the server's {@code borg import-tar}. */
final class TarReading {
    /*
     * - only GNU tar has these options, and it may be called gtar; 78 says that there is none;
     * - exec, so that what is ended is tar itself.
     */
    private static final String GNU_TAR = "for t in tar gtar; do"
            + " case $($t --version 2>/dev/null) in *\"GNU tar\"*) exec $t \"$@\";; esac; done;"
            + " echo \"no GNU tar is here\" >&2; exit " + Reading.NO_PROGRAM;

    /*
     * - names come as they are, for they are no patterns, and nothing in them is an escape;
     * - what cannot be read is a warning, as it is borg's;
     * - sockets and other file systems are left out without a word, as borg does.
     */
    private static final List<String> ALWAYS = List.of(
            "--create",
            "--file=-",
            "--format=posix",
            "--sparse",
            "--no-unquote",
            "--ignore-failed-read",
            "--warning=no-file-ignored",
            "--warning=no-xdev",
            "--warning=no-cachedir");

    /** Hard links' targets are names as well, those of symbolic links are not. */
    private static final String WITHOUT_DOT = "--transform=flags=rhS;s,^\\(\\./\\)*,,";

    private static final String IF_PRESENT = "--exclude-if-present";

    private final Create create;
    private final Set<String> tagOptions = new LinkedHashSet<>();
    private final List<String> importOptions = new ArrayList<>();
    private boolean oneFileSystem;

    private TarReading(Create create) {
        this.create = create;
        sort(create.options());
    }

    /** @throws UnusableInput when tar cannot do what is asked for */
    static Reading of(String client, Create create) throws UnusableInput {
        TarReading reading = new TarReading(create);
        return new Reading(reading.there(), reading.here(ArchiveName.of(client, create.archive())));
    }

    /** What concerns the client's files is tar's, the rest is borg's, which says what it does not know. */
    private void sort(List<String> options) {
        boolean keep = options.contains("--keep-exclude-tags");
        for (int i = 0; i < options.size(); i++) {
            String option = options.get(i);
            if (option.equals("-x") || option.equals("--one-file-system")) {
                oneFileSystem = true;
            } else if (option.equals("--exclude-caches")) {
                tagOptions.add(keep ? "--exclude-caches" : "--exclude-caches-all");
            } else if (option.equals(IF_PRESENT) && i + 1 < options.size()) {
                i++;
                tagOptions.add(tag(keep) + options.get(i));
            } else if (option.startsWith(IF_PRESENT + "=")) {
                tagOptions.add(tag(keep) + option.substring(IF_PRESENT.length() + 1));
            } else if (!option.equals("--keep-exclude-tags")) {
                importOptions.add(option);
            }
        }
    }

    private static String tag(boolean keep) {
        return keep ? "--exclude-tag=" : "--exclude-tag-all=";
    }

    private List<String> there() throws UnusableInput {
        TarPaths paths = TarPaths.of(create.paths(), oneFileSystem);
        List<String> words = new ArrayList<>(List.of("sh", "-c", GNU_TAR, "tar"));
        words.addAll(ALWAYS);
        if (oneFileSystem) {
            words.add("--one-file-system");
        }
        words.addAll(tagOptions);
        if (paths.hasDots()) {
            words.add(WITHOUT_DOT);
        }
        excludes(words, paths);
        words.addAll(paths.words());
        return words;
    }

    private void excludes(List<String> words, TarPaths paths) throws UnusableInput {
        List<String> kept = paths.excludes();
        if (!create.exclude().isEmpty() || !kept.isEmpty()) {
            words.add("--anchored");
        }
        List<String> before = List.of();
        for (String text : create.exclude()) {
            TarPattern pattern = TarPattern.of(text);
            if (!pattern.options().equals(before)) {
                before = pattern.options();
                words.addAll(before);
            }
            for (String start : paths.starts()) {
                words.add(pattern.exclude(start));
            }
        }
        if (!kept.isEmpty()) {
            words.add("--no-wildcards");
            kept.forEach(name -> words.add("--exclude=" + name));
        }
    }

    /*
     * - without ignoring zeros borg would make the archive when tar's last block has come, not at the end of its input,
     *   which waits for tar's exit status;
     * - a checkpoint would be an archive of a stream that was cut, and save nothing: tar sends all of it again.
     */
    private List<String> here(String archive) {
        List<String> words = new ArrayList<>(
                List.of("import-tar", "--json", "--progress", "--ignore-zeros", "--checkpoint-interval", "0"));
        words.addAll(importOptions);
        words.addAll(List.of("--", "::" + archive, "-"));
        return words;
    }
}
