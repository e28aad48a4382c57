/**
 * All decisions of a pull, made before any network and without reading a secret:
 * {@link org.agentbroker.broker.plan.Pull} says what is wanted, {@link org.agentbroker.broker.plan.Plan} how it will be done.
 */
@NullMarked
package org.agentbroker.broker.plan;

import org.jspecify.annotations.NullMarked;
