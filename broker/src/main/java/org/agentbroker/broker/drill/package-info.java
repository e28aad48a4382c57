/**
 * Restore drills: a sample of an archive's files is restored at the server, into a directory where nobody else gets, and
 * compared. What is in the archive came from the client, so it is unpacked as the repository's account and by a tar that
 * follows no link of it.
 */
@NullMarked
package org.agentbroker.broker.drill;

import org.jspecify.annotations.NullMarked;
