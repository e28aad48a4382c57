package org.agentbroker.broker.borg;

import java.util.Map;

/**
 * A line of borg's standard error. With {@code --log-json} most are objects, one a line (borg manual, "Log output");
 * what is none is kept as text. All of it is the client's word and may hold control characters.
 */
public sealed interface BorgLine {

    /** {@code log_message}. {@code id} is borg's msgid, empty when there is none. */
    record LogMessage(String level, String name, String id, String message) implements BorgLine {}

    /** {@code archive_progress} of a running create; sizes in bytes. */
    record ArchiveProgress(long files, long originalSize, long deduplicatedSize, String path, boolean finished)
            implements BorgLine {}

    /** {@code progress_message} and {@code progress_percent}. */
    record ProgressMessage(String message, boolean finished) implements BorgLine {}

    /** {@code file_status} of {@code create --list} and the like. */
    record FileStatus(String status, String path) implements BorgLine {}

    /** An object of another type, by its plain fields: strings, numbers, booleans. */
    record Other(Map<String, Object> fields) implements BorgLine {
        public Other {
            fields = Map.copyOf(fields);
        }
    }

    /** A line that is no such object, such as a message of the client's shell. */
    record Text(String text) implements BorgLine {}
}
