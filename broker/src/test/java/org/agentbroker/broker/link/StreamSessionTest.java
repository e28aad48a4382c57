package org.agentbroker.broker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.Readable;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StreamSessionTest {
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private final FarEnd far = new FarEnd() {
        @Override
        public OutputStream out() {
            return written;
        }

        @Override
        public void close() {
            seen.add("far closed");
        }
    };

    /** Notes what it hears; its code fails on a message of 13 bytes. */
    private final IoHandler handler = new IoHandler() {
        @Override
        public void sessionCreated(IoSession session) {
            seen.add("created");
        }

        @Override
        public void sessionClosed(IoSession session) {
            seen.add("closed");
        }

        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            seen.add("caught " + cause.getMessage());
        }

        @Override
        public void messageReceived(IoSession session, Readable message) throws IOException {
            seen.add("message " + message.available());
            if (message.available() == 13) {
                throw new IOException("13");
            }
        }
    };

    private final StreamSession session =
            new StreamSession(1, handler, far, executor, null, InetSocketAddress.createUnresolved("host", 22));

    @AfterEach
    void closes() {
        executor.shutdownNow();
    }

    @Test
    void waitsWithReadingWhileItIsSuspended() throws Exception {
        Receiver receiver = session.receiver();
        session.suspendRead();
        Future<?> taking = executor.submit(() -> {
            receiver.take(new byte[3]);
            return null;
        });
        assertThatThrownBy(() -> taking.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(seen).isEmpty();
        session.resumeRead();
        taking.get();
        assertThat(seen).containsExactly("message 3");
    }

    @Test
    void readsNoMoreWhenItIsClosedWhileSuspended() throws Exception {
        Receiver receiver = session.receiver();
        session.suspendRead();
        Future<?> taking = executor.submit(() -> {
            receiver.take(new byte[3]);
            return null;
        });
        receiver.closed();
        assertThatThrownBy(taking::get).hasCauseInstanceOf(IOException.class);
        assertThat(seen).containsExactly("far closed", "closed");
    }

    @Test
    void isClosedWhenItsHandlerFails() throws Exception {
        session.receiver().take(new byte[13]);
        assertThat(seen).containsExactly("message 13", "caught 13", "far closed", "closed");
        assertThat(session.isClosed()).isTrue();
    }

    @Test
    void isClosedWithItsStreamOnce() {
        session.receiver().end();
        session.receiver().closed();
        session.close(true);
        assertThat(seen).containsExactly("far closed", "closed");
    }

    @Test
    void writesWhatWaitsBeforeItCloses() throws Exception {
        session.writeBuffer(new ByteArrayBuffer("last words".getBytes()));
        session.close(false).await();
        assertThat(written).hasToString("last words");
        Waiting.until("the handler knows", () -> seen.size() == 2);
        assertThat(seen).containsExactly("far closed", "closed");
        assertThat(session.writeBuffer(new ByteArrayBuffer(new byte[1])).getException())
                .isNotNull();
    }
}
