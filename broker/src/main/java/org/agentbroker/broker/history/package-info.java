/**
 * What ran and how it ended: {@link org.agentbroker.broker.history.History}, one file of JSON lines for each client in
 * the state directory. Outlives a killed process, a power cut and a full disk.
 */
@NullMarked
package org.agentbroker.broker.history;

import org.jspecify.annotations.NullMarked;
