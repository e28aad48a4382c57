/**
 * Where passphrases come from.
 */
@NullMarked
package org.agentbroker.broker.secret;

import org.jspecify.annotations.NullMarked;
