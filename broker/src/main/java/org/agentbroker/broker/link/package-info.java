/**
 * Byte streams through a hop: what comes back over a reverse forward, and SSH sessions inside a stream.
 *
 * <p>Knows no borg and no plan. Together with {@code session} and {@code returnpath} the only package that uses Apache
 * MINA SSHD.
 */
@NullMarked
package org.agentbroker.broker.link;

import org.jspecify.annotations.NullMarked;
