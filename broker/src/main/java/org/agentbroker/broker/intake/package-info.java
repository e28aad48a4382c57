/**
 * Backups of clients on which no borg runs: the server's own borg reads what a program on the client sends, or the
 * client's files themselves. What comes from the client is whole, or there is no archive of it.
 */
@NullMarked
package org.agentbroker.broker.intake;

import org.jspecify.annotations.NullMarked;
