package org.agentbroker.cli.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.cli.settings.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * Who is told how a client's pulls end.
 *
 * @param maxAge how old its last good pull may be; null when nobody asks
 * @param ping where healthchecks-style signals go, such as {@code https://hc.example.org/UUID}: http or https, without
 *     user, query and fragment. Its path is as good as a password. Null for nowhere
 */
public record Watch(@Nullable Duration maxAge, @Nullable URI ping, Hooks hooks) {
    /** Nobody is told. */
    public static final Watch NONE = new Watch(null, null, Hooks.NONE);

    private static final String LIFTED = "none";

    static Watch of(Fields fields) {
        return new Watch(
                fields.<@Nullable Duration>optional("max-age", null, Watch::maxAge),
                fields.<@Nullable URI>optional("ping", null, Watch::ping),
                Hooks.of(fields.section("hooks")));
    }

    private static @Nullable Duration maxAge(Value value) throws UnusableInput {
        return value.text().equals(LIFTED) ? null : value.duration(Bounds.MAX_AGE);
    }

    // whoever knows the address can send signals in our name, so no message repeats it
    private static @Nullable URI ping(Value value) throws UnusableInput {
        String text = value.text();
        if (text.equals(LIFTED)) {
            return null;
        }
        try {
            URI uri = new URI(text).parseServerAuthority();
            boolean web = text.startsWith("https://") || text.startsWith("http://");
            if (web && uri.getHost() != null && uri.toASCIIString().equals(text)) {
                return alone(uri);
            }
        } catch (URISyntaxException e) {
            // its message would repeat the text
        }
        throw new UnusableInput("ping is not an address of http or https", "write https://HOST/UUID");
    }

    private static URI alone(URI uri) throws UnusableInput {
        String more = uri.getRawUserInfo() != null
                ? "a user"
                : uri.getRawQuery() != null ? "a query" : uri.getRawFragment() != null ? "a fragment" : "";
        if (!more.isEmpty()) {
            throw new UnusableInput("ping has " + more + " in it", "write https://HOST/UUID");
        }
        return uri;
    }
}
