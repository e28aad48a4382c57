/**
 * Keys that last one pull ({@link org.agentbroker.broker.keys.PullKey}): made in memory, and let in at the server by a line
 * in authorized_keys that goes away with the pull, or by a certificate that is valid for minutes.
 */
@NullMarked
package org.agentbroker.broker.keys;

import org.jspecify.annotations.NullMarked;
