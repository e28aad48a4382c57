package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Replaces a file of an account by a changed one, in one step for whoever reads it. The caller holds its lock. */
final class KeysFile {
    private static final int MOST_TRIES = 100;

    private final HeldDirectory directory;
    private final Path name;
    private final Owners owners;
    private final OldFiles old;
    private final Runnable beforeSwap;

    /**
     * @param old the files that had this name; the caller keeps them for the next change
     * @param beforeSwap for tests: runs where somebody else's change would do most harm
     */
    KeysFile(HeldDirectory directory, Path name, Owners owners, OldFiles old, Runnable beforeSwap) {
        this.directory = directory;
        this.name = name;
        this.owners = owners;
        this.old = old;
        this.beforeSwap = beforeSwap;
    }

    /**
     * Starts over whenever somebody else changes the file meanwhile.
     *
     * @param edit may be called several times
     * @param removeEmpty the file goes when nothing is left in it
     * @return what stands there now; null when nothing had to be changed
     */
    byte @Nullable [] change(UnaryOperator<byte[]> edit, boolean removeEmpty) throws IOException, UnusableInput {
        List<UnaryOperator<byte[]>> late = new ArrayList<>();
        for (int i = 0; i < MOST_TRIES; i++) {
            late.add(old.carryOver());
            Snapshot before = Snapshot.of(directory, name, owners);
            boolean kept = false;
            try {
                byte[] wanted = before.content();
                for (UnaryOperator<byte[]> each : late) {
                    wanted = each.apply(wanted);
                }
                wanted = edit.apply(wanted);
                if (before.is(wanted, removeEmpty)) {
                    return null;
                }
                // a disk takes long enough for others to change the file again, so then it comes last
                kept = swap(before, wanted, removeEmpty && wanted.length == 0, i == 0);
                if (kept) {
                    old.add(before, wanted);
                    late.clear();
                    if (!old.isLate()) {
                        return wanted;
                    }
                }
            } finally {
                if (!kept) {
                    before.close();
                }
            }
        }
        throw new UnusableInput(
                directory.path(name) + " is being changed by others all the time",
                "see who does it: fuser -v " + directory.path(name));
    }

    private boolean swap(Snapshot before, byte[] wanted, boolean remove, boolean syncFirst)
            throws IOException, UnusableInput {
        if (remove) {
            if (!isFree(before)) {
                return false;
            }
            directory.delete(name);
            return true;
        }
        try (StagedFile staged = StagedFile.write(directory, name, wanted, before.attributes(), owners)) {
            if (syncFirst) {
                staged.sync();
            }
            if (!isFree(before)) {
                return false;
            }
            staged.replace(name);
            if (!syncFirst) {
                staged.sync();
            }
            return true;
        }
    }

    // the look at the name comes last: all that is changed until then is seen
    private boolean isFree(Snapshot before) throws IOException, UnusableInput {
        beforeSwap.run();
        return before.isUnchanged() && before.isStill(directory, name);
    }
}
