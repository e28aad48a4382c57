package org.agentbroker.broker.hostkey;

import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;

/** Host keys of no host. */
final class Pins {
    static final HostPin ECDSA =
            parse("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBNavMAheaDjG"
                    + "/TyCh78yQeLlM/y5/X/boCr+pdBqFCD8OEq6s5HZCTYX0c6HPWUXhEISu+RdXFKCUXEIc6J5kv0=");

    private Pins() {}

    static HostPin ed25519() {
        try (AgentKey key = AgentKey.generate("")) {
            return parse(key.publicLine());
        }
    }

    private static HostPin parse(String line) {
        try {
            return HostPin.parse(line);
        } catch (UnusableInput e) {
            throw new AssertionError(e);
        }
    }
}
