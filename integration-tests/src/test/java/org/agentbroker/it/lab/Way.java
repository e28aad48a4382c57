package org.agentbroker.it.lab;

import java.util.Locale;

/** How the client's borg comes to the repository, configured with no more than that way needs. */
public enum Way {
    DIRECT(true, false),
    TUNNEL(true, true),
    EMBEDDED(false, true),
    SOCKET(false, true);

    private final boolean toSshd;
    private final boolean throughHop;

    Way(boolean toSshd, boolean throughHop) {
        this.toSshd = toSshd;
        this.throughHop = throughHop;
    }

    /** Whether what comes back goes through broker's own connection to the client. */
    public boolean throughHop() {
        return throughHop;
    }

    /** The config for it. The server keeps its name, so the repository's URL is the same by all ways. */
    public ConfigText in(ConfigText config) {
        config.defaults("return", name().toLowerCase(Locale.ROOT));
        return toSshd
                ? config
                : config.server("port", null).server("host-keys", null).client("key", null);
    }
}
