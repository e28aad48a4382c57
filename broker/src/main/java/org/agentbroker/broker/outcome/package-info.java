/**
 * How a pull ended, as values: {@link org.agentbroker.broker.outcome.Outcome}. Knows nothing of how it came to that.
 */
@NullMarked
package org.agentbroker.broker.outcome;

import org.jspecify.annotations.NullMarked;
