/** What a pull tells while it runs; all of it goes out through one listener. */
@NullMarked
package org.agentbroker.broker.event;

import org.jspecify.annotations.NullMarked;
