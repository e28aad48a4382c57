package org.agentbroker.broker.session;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far one got with a host on the way to a client, and when since it was tried; null for what did not come about.
 *
 * @param place host and port
 * @param hostKey fingerprint of the key that was shown and is pinned
 */
public record Met(
        String place,
        @Nullable Duration reached,
        @Nullable Duration shown,
        @Nullable String hostKey,
        @Nullable Duration entered) {

    static Met nobody(String place) {
        return new Met(place, null, null, null, null);
    }

    Met reached(Duration time) {
        return reached == null ? new Met(place, time, shown, hostKey, entered) : this; // the key may be quicker than we
    }

    Met shown(String key, Duration time) {
        return new Met(place, reached == null ? time : reached, time, key, entered);
    }

    Met entered(Duration time) {
        return new Met(place, reached, shown, hostKey, time);
    }
}
