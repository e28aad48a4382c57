/** What people and programs see: messages, progress, JSON lines, exit codes. */
@NullMarked
package org.agentbroker.cli.print;

import org.jspecify.annotations.NullMarked;
