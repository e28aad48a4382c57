package org.agentbroker.broker.session;

import java.io.IOException;
import java.io.OutputStream;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;

/** Standard output of the command, byte for byte. */
record StreamSink(OutputStream out) implements Sink {
    @Override
    public void take(byte[] bytes) throws Refusal {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new Refusal(new Ending.OutputClosed());
        }
    }
}
