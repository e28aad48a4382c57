package org.agentbroker.cli.command;

import picocli.CommandLine.Option;

/** How a repository is read. */
final class ReadingOptions {
    /** Whose borg. */
    enum Via {
        auto,
        client
    }

    @Option(names = "--json", description = "What borg says as JSON.")
    boolean json;

    @Option(
            names = "--via",
            paramLabel = "WHOSE",
            defaultValue = "auto",
            description = "Whose borg: client, or auto (default: ${DEFAULT-VALUE}).")
    Via via = Via.auto;

    boolean byClient() {
        return via == Via.client;
    }
}
