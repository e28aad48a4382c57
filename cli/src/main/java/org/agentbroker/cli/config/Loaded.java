package org.agentbroker.cli.config;

import java.util.Map;
import java.util.Set;

/**
 * What all files say together.
 *
 * @param file the first of them
 * @param sound the clients in which nothing is wrong by itself
 */
record Loaded(
        String file,
        ServerLogin server,
        boolean serverIsSound,
        Fields serverFields,
        Records records,
        Fields monitoringFields,
        Fields logFields,
        Layers layers,
        Map<String, ConfiguredClient> clients,
        Set<String> sound) {}
