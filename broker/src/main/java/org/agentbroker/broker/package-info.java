/**
 * Pulls BorgBackup backups: {@link org.agentbroker.broker.Broker} takes a {@link org.agentbroker.broker.plan.Pull},
 * plans it without any network, carries it out and gives an {@link org.agentbroker.broker.outcome.Outcome}.
 *
 * <p>One way through: plan, session, agent, outcome. Knows no terminal, no YAML and no exit codes of a process.
 */
@NullMarked
package org.agentbroker.broker;

import org.jspecify.annotations.NullMarked;
