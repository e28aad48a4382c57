/**
 * Targets for Jazzer. In the build they run over their seeds: those made here from golden messages and key fixtures, and
 * the files under {@code *Inputs}, which are what a search has found. {@code agent/fuzz} searches on.
 */
package org.agentbroker.agent.fuzz;
