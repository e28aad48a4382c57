/**
 * The command {@code broker}: arguments and config to a pull, its events to lines, its outcome to an exit code.
 *
 * <p>No SSH and no borg logic here; {@link org.agentbroker.cli.BrokerCommand} is the way in.
 */
@NullMarked
package org.agentbroker.cli;

import org.jspecify.annotations.NullMarked;
