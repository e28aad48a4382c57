/** The accounts of this machine: where an account's home is, and whether its files are as sshd demands. */
@NullMarked
package org.agentbroker.broker.account;

import org.jspecify.annotations.NullMarked;
