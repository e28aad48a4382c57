/**
 * The repository where it lies: borg at the server itself, as the account that the repository belongs to. No client takes
 * part, and none has to be believed.
 */
@NullMarked
package org.agentbroker.broker.repository;

import org.jspecify.annotations.NullMarked;
