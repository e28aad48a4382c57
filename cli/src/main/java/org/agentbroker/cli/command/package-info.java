/** One class a command: from its arguments to a pull to an exit code. */
@NullMarked
package org.agentbroker.cli.command;

import org.jspecify.annotations.NullMarked;
