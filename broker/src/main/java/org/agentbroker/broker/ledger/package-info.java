/**
 * What is known of the archives of a repository from one look at it to the next: {@link
 * org.agentbroker.broker.ledger.Ledger}, kept in files by {@link org.agentbroker.broker.ledger.Ledgers}. A client that
 * is append-only can still make history look empty; this is how that shows.
 */
@NullMarked
package org.agentbroker.broker.ledger;

import org.jspecify.annotations.NullMarked;
