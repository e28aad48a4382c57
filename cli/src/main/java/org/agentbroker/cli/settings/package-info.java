/**
 * What settings there are: their names, what may stand in them, what counts when they are left out, and what they mean.
 * One description, from which the parser has its bounds and words, and of which the schema, {@code config show} and the
 * table of the README are made.
 */
@NullMarked
package org.agentbroker.cli.settings;

import org.jspecify.annotations.NullMarked;
