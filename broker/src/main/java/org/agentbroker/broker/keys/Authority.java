package org.agentbroker.broker.keys;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.SourceAddress;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.broker.secret.SecretSource.None;

/**
 * The authority that the server trusts with logins of pulls, by {@code cert-authority,restrict KEY} in authorized_keys,
 * without a command there: that stands in each certificate, and two different ones are refused.
 *
 * @param key its private key
 * @param lifetime of each certificate, from now; its start is a minute ago
 * @param sourceAddresses where logins come from, as the server sees it: addresses, or networks as 192.0.2.0/24
 */
public record Authority(Path key, SecretSource passphrase, Duration lifetime, List<String> sourceAddresses) {
    public Authority {
        sourceAddresses = List.copyOf(sourceAddresses);
    }

    AgentKey load(SecretReader secrets) throws UnusableInput {
        if (passphrase instanceof None) {
            return AgentKey.load(key, null);
        }
        try (Secret secret = secrets.read(passphrase, "passphrase of " + key)) {
            return AgentKey.load(key, secret);
        }
    }

    List<SourceAddress> sources() throws UnusableInput {
        if (sourceAddresses.isEmpty()) {
            throw new UnusableInput(
                    "certificates by " + key + " would be good from anywhere",
                    "name the addresses that the server sees logins come from");
        }
        List<SourceAddress> sources = new ArrayList<>();
        for (String address : sourceAddresses) {
            sources.add(SourceAddress.parse(address));
        }
        return sources;
    }
}
