package org.agentbroker.cli.config;

/** What is known and refused, because nothing carries it out yet. An entry goes when its feature comes. */
final class Unsupported {
    private Unsupported() {}

    static void refuseKeys(Fields fields) {
        fields.refuse("method", "leave it out; borg runs on the client through the forwarded agent");
    }
}
