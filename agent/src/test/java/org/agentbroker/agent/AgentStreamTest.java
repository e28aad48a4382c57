package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.agentbroker.agent.fixture.Added;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.JdkKey;
import org.agentbroker.agent.fixture.SettableClock;
import org.agentbroker.agent.policy.Reason;
import org.junit.jupiter.api.Test;

class AgentStreamTest {
    private final List<AgentEvent> events = new ArrayList<>();
    private final KeyringAgent agent = KeyringAgent.open(null, events::add, new SettableClock());
    private final AgentConnection connection = agent.connect();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void answersInOrderUntilTheEnd() throws IOException {
        byte[] requests = Added.join(
                Frames.framed(Frames.list()), Frames.framed(new byte[] {99}), Frames.framed(Frames.removeAll()));

        AgentStream.serve(connection, new ByteArrayInputStream(requests), out);

        assertThat(out.toByteArray()).isEqualTo(Added.join(Answers.EMPTY_LIST, Answers.FAILURE, Answers.SUCCESS));
    }

    @Test
    void endsAtAMessageThatIsNone() throws IOException {
        byte[] requests = Added.join(Frames.framed(Frames.list()), new byte[4], Frames.framed(Frames.list()));

        AgentStream.serve(connection, new ByteArrayInputStream(requests), out);

        assertThat(out.toByteArray()).isEqualTo(Answers.EMPTY_LIST);
        assertThat(events).last().extracting(AgentEvent::reason).isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void wipesWhatItHasReadAndCutOut() throws IOException {
        List<byte[]> seen = new ArrayList<>();
        AgentConnection keeping = new AgentConnection() {
            @Override
            public int largestRequest() {
                return 256;
            }

            @Override
            public byte[] answer(byte[] message) {
                assertThat(message).contains(42);
                seen.add(message);
                return Answers.FAILURE;
            }

            @Override
            public void tooLarge() {}

            @Override
            public void close() {}
        };
        byte[] message = Frames.framed(new byte[] {17, 42, 42});
        InputStream in = new InputStream() {
            private int calls;

            @Override
            public int read() {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public int read(byte[] into) {
                seen.add(into);
                if (calls++ > 0) {
                    return -1;
                }
                System.arraycopy(message, 0, into, 0, message.length);
                return message.length;
            }
        };

        AgentStream.serve(keeping, in, out);

        assertThat(seen).hasSize(3).allSatisfy(bytes -> assertThat(bytes).doesNotContain(42));
    }

    @Test
    void sharesMemoryForLargeMessages() throws IOException {
        Semaphore memory = new Semaphore(4 * KeyringAgent.LARGEST_REQUEST);
        byte[] large = Frames.framed(Added.key(JdkKey.ed25519(), "c".repeat(100_000)));
        List<Integer> left = new ArrayList<>();
        InputStream in = new ByteArrayInputStream(Added.join(large, large)) {
            @Override
            public synchronized int read(byte[] into) throws IOException {
                left.add(memory.availablePermits());
                return super.read(into);
            }
        };

        new AgentStream(connection, in, out, memory).serve();

        assertThat(left).contains(0).last().isEqualTo(4 * KeyringAgent.LARGEST_REQUEST);
        assertThat(out.toByteArray()).isEqualTo(Added.join(Answers.SUCCESS, Answers.SUCCESS));
        assertThat(memory.availablePermits()).isEqualTo(4 * KeyringAgent.LARGEST_REQUEST);
    }

    @Test
    void givesMemoryBackWhenTheStreamFails() {
        Semaphore memory = new Semaphore(4 * KeyringAgent.LARGEST_REQUEST);
        byte[] large = Frames.framed(Added.key(JdkKey.ed25519(), "c".repeat(100_000)));
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> new AgentStream(connection, new ByteArrayInputStream(large), broken, memory).serve())
                .hasMessage("gone");
        assertThat(memory.availablePermits()).isEqualTo(4 * KeyringAgent.LARGEST_REQUEST);
    }
}
