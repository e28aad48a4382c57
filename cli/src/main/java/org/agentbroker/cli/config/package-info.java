/**
 * From YAML files, or from a command line, to a {@link org.agentbroker.broker.plan.Pull}. Decides what keys there are,
 * which of them win, and what values look like; all that is wrong is reported at once, each with its place. What a pull
 * does, and whether its keys and passphrases are usable, is left to the broker.
 */
@NullMarked
package org.agentbroker.cli.config;

import org.jspecify.annotations.NullMarked;
