/** Who else is told how pulls end: the history, a textfile for Prometheus, pings, and commands of the admin. */
@NullMarked
package org.agentbroker.cli.monitor;

import org.jspecify.annotations.NullMarked;
