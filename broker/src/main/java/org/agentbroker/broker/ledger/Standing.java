package org.agentbroker.broker.ledger;

import java.time.Instant;

/**
 * How it stands with the archives of a client's repository.
 *
 * @param looked when it was last looked at
 * @param archives that were there
 * @param open findings that nobody has accepted
 * @param complaint some of them, for people; empty when there are none
 */
public record Standing(Instant looked, long archives, long open, String complaint) {}
