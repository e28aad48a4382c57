package org.agentbroker.broker.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.ArchiveName;
import org.agentbroker.broker.plan.BorgCommand;
import org.jspecify.annotations.Nullable;

/** What is done with a repository between the backups. */
public sealed interface TendCommand {
    /** As an archive's name: the newest archive that is no checkpoint. */
    String LATEST = "latest";

    /** The words after borg's common options. */
    List<String> arguments();

    /** As a command of borg's. */
    default BorgCommand.Other borg() {
        return new BorgCommand.Other(arguments());
    }

    /** One that changes nothing, so the client's borg may do it as well. */
    sealed interface Reading extends TendCommand {
        /** Whether the client's borg shall do it, although the server's could. */
        boolean byClient();

        /** Whether the newest archive has to be known first. */
        boolean needsLatest();

        /** The same with a name for {@link #LATEST}. */
        Reading naming(String latest);
    }

    /** One that changes the repository, or has it for itself. */
    sealed interface Upkeep extends TendCommand {
        /** Whether what is missing is taken as given. */
        boolean acceptMissing();
    }

    /**
     * The archives, or what is in one.
     *
     * @param archive its name, to be taken literally; null for the archives
     * @param json borg's own: one document about the archives, or one object a line of what is in one
     */
    record Listing(@Nullable String archive, List<String> paths, boolean json, boolean byClient) implements Reading {
        public Listing {
            paths = List.copyOf(paths);
        }

        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("list"));
            if (json) {
                words.add(archive == null ? "--json" : "--json-lines");
            }
            if (archive != null) {
                words.addAll(List.of("--", "::" + ArchiveName.literal(archive)));
                words.addAll(paths);
            }
            return words;
        }

        @Override
        public boolean needsLatest() {
            return LATEST.equals(archive);
        }

        @Override
        public Listing naming(String latest) {
            return new Listing(needsLatest() ? latest : archive, paths, json, byClient);
        }
    }

    /** What differs between two archives, whose names are taken literally. */
    record Difference(String one, String other, List<String> paths, boolean json, boolean byClient) implements Reading {
        public Difference {
            paths = List.copyOf(paths);
        }

        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("diff"));
            if (json) {
                words.add("--json-lines");
            }
            words.addAll(List.of("--", "::" + ArchiveName.literal(one), ArchiveName.literal(other)));
            words.addAll(paths);
            return words;
        }

        @Override
        public boolean needsLatest() {
            return one.equals(LATEST) || other.equals(LATEST);
        }

        @Override
        public Difference naming(String latest) {
            UnaryOperator<String> named = name -> name.equals(LATEST) ? latest : name;
            return new Difference(named.apply(one), named.apply(other), paths, json, byClient);
        }
    }

    /**
     * Looks for damage; repairs nothing.
     *
     * @param options of {@code borg check}
     */
    record Check(List<String> options, boolean acceptMissing) implements Upkeep {
        public Check {
            options = List.copyOf(options);
        }

        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("check", "--progress"));
            words.addAll(options);
            return words;
        }

        /** Whether borg would take the word for {@code --repair}: its options may be cut short. */
        public static boolean isRepair(String word) {
            return word.length() > "--rep".length() && "--repair".startsWith(word);
        }
    }

    /**
     * Removes archives that no rule keeps; their space is freed by a {@link Compact}.
     *
     * @param archives a pattern of names, which alone are considered; null for all
     */
    record Prune(Keep keep, @Nullable String archives, boolean dryRun, boolean list, boolean acceptMissing)
            implements Upkeep {
        /** @throws IllegalArgumentException without a rule: that would remove everything */
        public Prune {
            if (keep.isEmpty()) {
                throw new IllegalArgumentException("a prune without a rule");
            }
        }

        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("prune"));
            if (dryRun) {
                words.add("--dry-run");
            }
            if (list) {
                words.add("--list");
            }
            if (archives != null) {
                words.add("--glob-archives=" + archives);
            }
            words.addAll(keep.words());
            return words;
        }

        /** With the client's name where the server's borg would put the server's. */
        Prune of(String client) throws UnusableInput {
            return archives == null
                    ? this
                    : new Prune(keep, ArchiveName.of(client, archives), dryRun, list, acceptMissing);
        }

        Prune rehearsal() {
            return new Prune(keep, archives, true, true, acceptMissing);
        }
    }

    /**
     * Frees the space of what was removed, which is final then.
     *
     * @param threshold of a segment's unused space in percent, from which it is worth it; none for borg's own
     */
    record Compact(OptionalInt threshold, boolean acceptMissing) implements Upkeep {
        @Override
        public List<String> arguments() {
            List<String> words = new ArrayList<>(List.of("compact", "--progress"));
            threshold.ifPresent(percent -> words.add("--threshold=" + percent));
            return words;
        }
    }
}
