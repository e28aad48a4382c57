package org.agentbroker.broker.drill;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a drill restores, and what it compares that with.
 *
 * @param archive null for the newest that is no checkpoint
 * @param files how many regular files, picked at random; {@link #ALL} for all, and symbolic links too
 * @param seed of the picking: the same one picks the same files of the same archive
 * @param directory in which it makes its own, absolute; null for the home of the repository's account
 */
public record Sampling(
        @Nullable String archive,
        int files,
        long seed,
        Against against,
        @Nullable Path directory) {
    public static final int ALL = Integer.MAX_VALUE;

    /** With what the restored files are compared. */
    public enum Against {
        /** What borg at the server says of them: content, size, mode and time. */
        ARCHIVE,
        /** The content on the client, as the client says: it may lie. A file that changed since is no difference. */
        CLIENT
    }
}
