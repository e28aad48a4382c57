package org.agentbroker.broker.outcome;

/**
 * What borg says about the archive that it made; sizes in bytes. It is the client's word.
 *
 * @param deduplicatedSize what the archive added to the repository
 */
public record ArchiveSummary(
        String name, String id, double seconds, long files, long originalSize, long deduplicatedSize) {}
