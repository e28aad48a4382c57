/**
 * One pull at a time of a client and into a repository, whichever processes of a user they are in:
 * {@link org.agentbroker.broker.lock.PullLocks}, files of a {@link org.agentbroker.broker.lock.StateDirectory}. And what
 * all share who keep something in such files: own directories, locks that are waited for, files
 * that are whole, and lines of JSON.
 */
@NullMarked
package org.agentbroker.broker.lock;

import org.jspecify.annotations.NullMarked;
