/**
 * Makes a client ready to be pulled from, and takes that back: keys, their lines in both {@code authorized_keys}, and the
 * passphrase file. Each step may be repeated; what is there already stays as it is.
 */
@NullMarked
package org.agentbroker.broker.setup;

import org.jspecify.annotations.NullMarked;
