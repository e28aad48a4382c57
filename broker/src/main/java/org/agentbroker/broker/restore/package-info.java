/** An archive, or some of its paths, put back into place on a client. */
@NullMarked
package org.agentbroker.broker.restore;

import org.jspecify.annotations.NullMarked;
