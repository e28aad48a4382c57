package org.agentbroker.broker.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** Replaces a file of an account by a changed one, in one step for whoever reads it. The caller holds its lock. */
final class KeysFile {
    private static final int MOST_TRIES = 1000;
    private static final int NONCE_BITS = 96;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final HeldDirectory directory;
    private final Path name;
    private final Owners owners;
    private final Runnable beforeSwap;

    /** @param beforeSwap for tests: runs where somebody else's change would do most harm */
    KeysFile(HeldDirectory directory, Path name, Owners owners, Runnable beforeSwap) {
        this.directory = directory;
        this.name = name;
        this.owners = owners;
        this.beforeSwap = beforeSwap;
    }

    /**
     * Starts over whenever somebody else changes the file meanwhile.
     *
     * @param edit may be called several times
     * @param late what has to be carried over from before, first
     * @param removeEmpty the file goes when nothing is left in it
     * @return what stands there now, and the file that stood there before; null when nothing had to be changed
     */
    @Nullable
    Swapped change(UnaryOperator<byte[]> edit, UnaryOperator<byte[]> late, boolean removeEmpty)
            throws IOException, UnusableInput {
        UnaryOperator<byte[]> base = late;
        for (int i = 0; i < MOST_TRIES; i++) {
            Snapshot before = Snapshot.of(directory, name, owners);
            boolean kept = false;
            try {
                byte[] wanted = edit.apply(base.apply(before.content()));
                boolean remove = removeEmpty && wanted.length == 0;
                if (before.attributes() == null
                        ? wanted.length == 0
                        : !remove && Arrays.equals(wanted, before.content())) {
                    return null;
                }
                if (!swap(before, wanted, remove)) {
                    continue;
                }
                Swapped swapped = new Swapped(wanted, before);
                if (!swapped.isLate()) {
                    kept = true;
                    return swapped;
                }
                base = swapped.carryOver();
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

    private boolean swap(Snapshot before, byte[] wanted, boolean remove) throws IOException, UnusableInput {
        if (remove) {
            beforeSwap.run();
            if (!before.isStill(directory, name)) {
                return false;
            }
            directory.delete(name);
            return true;
        }
        Path staged = Path.of("." + name + ".broker-" + new BigInteger(NONCE_BITS, new SecureRandom()).toString(36));
        boolean renamed = false;
        try {
            write(staged, wanted, before.attributes());
            beforeSwap.run();
            if (before.isStill(directory, name)) {
                directory.rename(staged, name);
                renamed = true;
            }
            return renamed;
        } finally {
            if (!renamed) {
                directory.delete(staged);
            }
        }
    }

    private void write(Path staged, byte[] content, @Nullable PosixFileAttributes like)
            throws IOException, UnusableInput {
        try (SeekableByteChannel channel = directory.create(staged)) {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            PosixFileAttributes made = directory.view(staged).readAttributes();
            UserPrincipal owner = like == null ? owners.user() : like.owner();
            GroupPrincipal group = like == null ? owners.group() : like.group();
            PosixFileAttributeView view = view(staged, made);
            if (!made.group().equals(group)) {
                view.setGroup(group);
            }
            if (!made.owner().equals(owner)) {
                view.setOwner(owner);
            }
            view.setPermissions(like == null ? OWNER_ONLY : like.permissions());
            ((FileChannel) channel).force(true);
        }
    }

    private PosixFileAttributeView view(Path staged, PosixFileAttributes made) throws IOException, UnusableInput {
        if (!owners.guarded()) {
            return directory.view(staged);
        }
        OpenFile file = OpenFile.of(made);
        if (file == null) {
            throw HeldDirectory.replaced(directory.path(staged));
        }
        return file.view();
    }
}
