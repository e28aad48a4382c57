/** What can be typed, for others: completions of shells, and man pages. Made from picocli's model of the commands. */
@NullMarked
package org.agentbroker.cli.manual;

import org.jspecify.annotations.NullMarked;
