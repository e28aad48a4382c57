package org.agentbroker.broker.borg;

import java.time.Instant;

/**
 * An archive as a listing has it. Name and time are the client's word; the id is what the archive is called by its content.
 *
 * @param made when it says that it was begun; the epoch when it says nothing that is a time
 */
public record ListedArchive(String name, String id, Instant made) {}
