/**
 * The host keys that a host shows, beside those that are pinned, and the file where pins are kept. Believes nothing: what
 * is seen is for somebody to compare.
 */
@NullMarked
package org.agentbroker.broker.hostkey;

import org.jspecify.annotations.NullMarked;
