/**
 * Carries out a plan: connects, forwards the agent, runs the command, feeds and drains it, and takes everything down.
 * The only package of this module that uses Apache MINA SSHD.
 */
@NullMarked
package org.agentbroker.broker.session;

import org.jspecify.annotations.NullMarked;
