package org.agentbroker.agent.key;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an authority says in a user's certificate. It has no extensions, so it permits neither a terminal nor forwarding
 * ({@code ssh-keygen -O clear}).
 *
 * @param serial as the authority counts; unsigned
 * @param keyId for people and sshd's log
 * @param principals users that it is for, 1 to 256: without any it would be for all
 * @param validAfter the first moment of its validity, to the second
 * @param validBefore the first moment when it is no longer valid, to the second
 * @param forceCommand what a login runs, whatever it asks for; null to leave that to authorized_keys
 * @param sourceAddresses where a login may come from; empty for anywhere
 */
public record CertificateContents(
        long serial,
        String keyId,
        List<String> principals,
        Instant validAfter,
        Instant validBefore,
        @Nullable String forceCommand,
        List<SourceAddress> sourceAddresses) {

    /** @throws IllegalArgumentException when a value is out of its range */
    public CertificateContents {
        principals = List.copyOf(principals);
        sourceAddresses = List.copyOf(sourceAddresses);
        require(
                !principals.isEmpty() && principals.size() <= CertificateFields.MOST_PRINCIPALS,
                "1 to " + CertificateFields.MOST_PRINCIPALS + " principals");
        require(principals.stream().noneMatch(name -> name.isEmpty() || hasNul(name)), "principals with a name");
        require(!hasNul(keyId) && (forceCommand == null || !hasNul(forceCommand)), "texts without NUL");
        require(
                validAfter.getEpochSecond() >= 0 && validAfter.getEpochSecond() < validBefore.getEpochSecond(),
                "an end after its start");
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }

    private static void require(boolean condition, String what) {
        if (!condition) {
            throw new IllegalArgumentException("a certificate needs " + what);
        }
    }
}
