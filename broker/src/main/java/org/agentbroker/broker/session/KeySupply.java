package org.agentbroker.broker.session;

import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.wire.Blob;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.ClientKey.KeyFile;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.secret.SecretReader;
import org.jspecify.annotations.Nullable;

/** Issues the key of the client's login, anew for each attempt to reach the client. */
final class KeySupply implements AutoCloseable {
    private final Plan plan;
    private final @Nullable AgentKey kept;

    private KeySupply(Plan plan, @Nullable AgentKey kept) {
        this.plan = plan;
        this.kept = kept;
    }

    /** @throws UnusableInput when a key that has to be read cannot be */
    static KeySupply open(Plan plan, SecretReader secrets) throws UnusableInput {
        ClientKey key = plan.key();
        if (plan.way().hasLogin() && key instanceof KeyFile file) {
            return new KeySupply(plan, secrets.key(file.file(), file.passphrase()));
        }
        return new KeySupply(plan, null);
    }

    IssuedKey issue(Hop hop) throws Stop, InterruptedException {
        AgentKey key = kept != null ? kept.duplicate() : AgentKey.generate(plan.name());
        return new IssuedKey() {
            @Override
            public AgentKey forAgent() {
                return key;
            }

            @Override
            public Blob identity() {
                return key.identity();
            }

            @Override
            public void close() {
                key.close();
            }
        };
    }

    @Override
    public void close() {
        if (kept != null) {
            kept.close();
        }
    }
}
