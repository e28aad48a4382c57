package org.agentbroker.broker.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.borg.Evidence;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.session.Sinks.Refusal;
import org.agentbroker.broker.session.Sinks.Sink;
import org.junit.jupiter.api.Test;

class SinksTest {
    private final List<PullEvent> events = new ArrayList<>();
    private final Evidence evidence = new Evidence();

    @Test
    void theSummaryIsKeptUpToAMebibyte() throws Exception {
        SummarySink sink = new SummarySink();
        sink.take(new byte[1 << 19]);
        sink.take(new byte[1 << 19]);
        assertThat(sink.bytes()).hasSize(1 << 20);

        assertThat(refusal(sink, new byte[1])).isEqualTo(new Ending.Flooded());
        assertThat(sink.bytes()).hasSize(1 << 20);
    }

    @Test
    void standardOutputGoesOutByteForByte() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = {0, (byte) 0xff, '\r', '\n', 27};
        new StreamSink(out).take(bytes);
        assertThat(out.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void standardOutputThatIsClosedEndsThePull() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        assertThat(refusal(new StreamSink(closed), new byte[1])).isEqualTo(new Ending.OutputClosed());
    }

    @Test
    void standardErrorBecomesEventsAndEvidence() throws Exception {
        BorgTalk talk = new BorgTalk("web1", evidence, events::add);
        talk.take(bytes("{\"type\": \"log_message\", \"levelname\": \"ERROR\", \"message\": \"disk "));
        talk.take(bytes("full\"}\nlast"));
        talk.end();

        assertThat(events)
                .containsExactly(
                        new Said("web1", new LogMessage("ERROR", "", "", "disk full")),
                        new Said("web1", new Text("last")));
        assertThat(evidence.lastError()).isEqualTo("disk full");
    }

    @Test
    void standardErrorEndsThePullWhenItIsMoreThanAnyBorgSays() throws Exception {
        BorgTalk talk = new BorgTalk("web1", evidence, events::add, 10);
        talk.take(bytes("12345678\n"));
        talk.take(bytes("\n"));
        assertThat(refusal(talk, bytes("x"))).isEqualTo(new Ending.Flooded());
        assertThat(events).hasSize(2);
    }

    private static Ending refusal(Sink sink, byte[] bytes) {
        return catchThrowableOfType(Refusal.class, () -> sink.take(bytes)).ending();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
