package org.agentbroker.broker.session;

import java.io.IOException;
import org.agentbroker.broker.returnpath.ReturnPath;
import org.jspecify.annotations.Nullable;

final class Returns {
    static ReturnPath open(Pulling pulling, Hop hop, @Nullable IssuedKey key)
            throws Stop, IOException, InterruptedException {
        throw new UnsupportedOperationException();
    }
}
