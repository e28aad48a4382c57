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
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.jspecify.annotations.Nullable;

/** A new file beside the one whose name it is to get. It is gone at the end if it has not got that. */
final class StagedFile implements AutoCloseable {
    private static final int NONCE_BITS = 96;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final HeldDirectory directory;
    private final Path name;
    private final SeekableByteChannel channel;
    private boolean renamed;

    private StagedFile(HeldDirectory directory, Path name) throws IOException {
        this.directory = directory;
        this.name = name;
        this.channel = directory.create(name);
    }

    /** By which those of a broker are known that was killed in the middle. */
    static String nameStart(Path target) {
        return "." + target + ".broker-";
    }

    /** @param like whose owner, group and mode it gets; null for a file of the account's alone */
    static StagedFile write(
            HeldDirectory directory, Path target, byte[] content, @Nullable PosixFileAttributes like, Owners owners)
            throws IOException, UnusableInput {
        String nonce = new BigInteger(NONCE_BITS, new SecureRandom()).toString(Character.MAX_RADIX);
        StagedFile staged = new StagedFile(directory, Path.of(nameStart(target) + nonce));
        boolean good = false;
        try {
            ByteBuffer left = ByteBuffer.wrap(content);
            while (left.hasRemaining()) {
                staged.channel.write(left);
            }
            staged.become(like, owners);
            good = true;
            return staged;
        } finally {
            if (!good) {
                staged.close();
            }
        }
    }

    private void become(@Nullable PosixFileAttributes like, Owners owners) throws IOException, UnusableInput {
        PosixFileAttributes made = directory.view(name).readAttributes();
        UserPrincipal owner = like == null ? owners.user() : like.owner();
        GroupPrincipal group = like == null ? owners.group() : like.group();
        PosixFileAttributeView view = view(made, owners);
        if (!made.group().equals(group)) {
            view.setGroup(group);
        }
        if (!made.owner().equals(owner)) {
            view.setOwner(owner);
        }
        view.setPermissions(like == null ? OWNER_ONLY : like.permissions());
    }

    private PosixFileAttributeView view(PosixFileAttributes made, Owners owners) throws IOException, UnusableInput {
        if (!owners.guarded()) {
            return directory.view(name);
        }
        OpenFile file = OpenFile.of(made);
        if (file == null) {
            throw HeldDirectory.replaced(directory.path(name));
        }
        return file.view();
    }

    /** Sees to it that its contents outlast a power cut. */
    void sync() throws IOException {
        ((FileChannel) channel).force(true);
    }

    void replace(Path target) throws IOException {
        directory.rename(name, target);
        renamed = true;
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            if (!renamed) {
                directory.delete(name);
            }
        }
    }
}
