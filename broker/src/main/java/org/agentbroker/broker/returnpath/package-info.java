/**
 * Ways back from the client to the server, each with the process at its end.
 *
 * <p>Knows streams through a hop ({@code link}) and nothing of the hop itself. Everything that a client sends is taken
 * for an attack.
 */
@NullMarked
package org.agentbroker.broker.returnpath;

import org.jspecify.annotations.NullMarked;
