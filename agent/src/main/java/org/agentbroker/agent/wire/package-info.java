/**
 * Bytes to records and back: frames, requests, replies and the data that a login asks to have signed (RFC 9987).
 *
 * <p>Decides nothing: what a request may have is the matter of {@code policy}. Decoding is strict, nothing may follow
 * the end of a message, and no length is believed before it is checked.
 */
@NullMarked
package org.agentbroker.agent.wire;

import org.jspecify.annotations.NullMarked;
