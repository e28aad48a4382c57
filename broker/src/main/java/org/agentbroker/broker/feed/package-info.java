/** Standard input of the scripts that start programs on the client and at the server: signs of life, and data in frames. */
@NullMarked
package org.agentbroker.broker.feed;

import org.jspecify.annotations.NullMarked;
