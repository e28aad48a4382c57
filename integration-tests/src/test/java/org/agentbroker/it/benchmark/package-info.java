/** What is measured, not tested: agents beside each other. {@code integration-tests/compare-agent} runs it. */
package org.agentbroker.it.benchmark;
