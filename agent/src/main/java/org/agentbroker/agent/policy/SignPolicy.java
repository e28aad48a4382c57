package org.agentbroker.agent.policy;

import java.time.Duration;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;

/**
 * The one purpose of an agent: logins as {@code user} at a host with one of the {@code destinations} as its key, asked
 * for from a host with one of the {@code hops} as its key. {@link PolicyLevel} says how much of this is proved.
 *
 * @param level what a login must prove
 * @param user exact name, no pattern
 * @param destinations host keys of the server; one at least
 * @param hops host keys of the client; one at least, but for {@link PolicyLevel#UNBOUND}
 * @param signatures how many logins, 1 to 1000
 * @param lifetime how long the agent answers at all, from its opening, up to 1 day
 */
public record SignPolicy(
        PolicyLevel level,
        String user,
        Set<HostPin> destinations,
        Set<HostPin> hops,
        int signatures,
        Duration lifetime) {
    /** More than that is no purpose. */
    public static final int MOST_SIGNATURES = 1000;
    /** More than that is no purpose. */
    public static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    /** @throws IllegalArgumentException when a value is out of its range or a set is empty */
    public SignPolicy {
        destinations = Set.copyOf(destinations);
        hops = Set.copyOf(hops);
        require(!user.isEmpty(), "a user");
        require(!destinations.isEmpty(), "a host key of the destination");
        require(!hops.isEmpty() || !level.needsBind(), "a host key of the hop");
        require(signatures >= 1 && signatures <= MOST_SIGNATURES, "1 to " + MOST_SIGNATURES + " signatures");
        require(
                lifetime.compareTo(Duration.ZERO) > 0 && lifetime.compareTo(LONGEST_LIFETIME) <= 0,
                "a lifetime of at most " + LONGEST_LIFETIME.toHours() + " h");
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("a policy needs " + what);
        }
    }
}
