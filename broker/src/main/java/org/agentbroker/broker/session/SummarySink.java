package org.agentbroker.broker.session;

import java.io.ByteArrayOutputStream;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;

/** Standard output that is borg's account of the archive: kept, up to 1 MiB. */
final class SummarySink implements Sink {
    private static final int MOST = 1 << 20;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    @Override
    public synchronized void take(byte[] bytes) throws Refusal {
        if (kept.size() + bytes.length > MOST) {
            throw new Refusal(new Ending.Flooded());
        }
        kept.writeBytes(bytes);
    }

    synchronized byte[] bytes() {
        return kept.toByteArray();
    }
}
