/**
 * The ways on which the client's borg gets to the repository: what is asked of the hop for each, and what serves the
 * connections that come back.
 */
@NullMarked
package org.agentbroker.broker.returnpath;

import org.jspecify.annotations.NullMarked;
