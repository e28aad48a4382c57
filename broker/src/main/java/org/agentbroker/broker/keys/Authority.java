package org.agentbroker.broker.keys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.SourceAddress;
import org.agentbroker.agent.key.UnusableInput;

/**
 * What the authority vouches for that the server trusts with logins of pulls, by {@code cert-authority,restrict KEY} in
 * authorized_keys, without a command there: that stands in each certificate, and two different ones are refused.
 *
 * @param lifetime of each certificate, from now; its start is a minute ago
 * @param sourceAddresses where logins come from, as the server sees it: addresses, or networks as 192.0.2.0/24
 */
public record Authority(Duration lifetime, List<String> sourceAddresses) {
    public Authority {
        sourceAddresses = List.copyOf(sourceAddresses);
    }

    List<SourceAddress> sources() throws UnusableInput {
        if (sourceAddresses.isEmpty()) {
            throw new UnusableInput(
                    "a certificate would be good from anywhere",
                    "name the addresses that the server sees logins come from");
        }
        List<SourceAddress> sources = new ArrayList<>();
        for (String address : sourceAddresses) {
            sources.add(SourceAddress.parse(address));
        }
        return sources;
    }
}
