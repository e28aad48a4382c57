/**
 * What borg says: its log lines, its exit codes, and what they mean together. All of it comes from the client, so it is
 * believed only as far as to choose between failures, never to turn one into a success.
 */
@NullMarked
package org.agentbroker.broker.borg;

import org.jspecify.annotations.NullMarked;
