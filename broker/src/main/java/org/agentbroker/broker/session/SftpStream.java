package org.agentbroker.broker.session;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicReference;
import org.agentbroker.broker.link.FarEnd;
import org.agentbroker.broker.link.Receiver;
import org.agentbroker.broker.link.Subsystem;
import org.agentbroker.broker.sftp.ReadOnlyRequests;
import org.jspecify.annotations.Nullable;

/** The SFTP server of a client and a program here that asks it, joined. It ends when either does. */
public final class SftpStream implements AutoCloseable {
    /** What ended it, if anything did. */
    public enum End {
        /** It goes on. */
        NONE,
        /** The client's side. */
        CLIENT,
        /** The program asked no more. */
        PROGRAM,
        /** The program asked for a change, which was not passed on. */
        REFUSED
    }

    private final InputStream requests;
    private final OutputStream answers;
    private final Runnable over;
    private final AtomicReference<End> end = new AtomicReference<>(End.NONE);
    private volatile @Nullable FarEnd far;
    private @Nullable Subsystem channel;

    SftpStream(InputStream requests, OutputStream answers, Runnable over) {
        this.requests = requests;
        this.answers = answers;
        this.over = over;
    }

    Receiver accept(FarEnd client) {
        far = client;
        return new Answers();
    }

    void channel(Subsystem opened) {
        channel = opened;
    }

    /** Blocks until the program asks no more. */
    void ask() {
        FarEnd client = far;
        if (client == null) {
            return;
        }
        try {
            ReadOnlyRequests.copy(requests, client.out());
            end(End.PROGRAM);
        } catch (ReadOnlyRequests.Refused e) {
            end(End.REFUSED);
        } catch (EOFException e) {
            end(End.PROGRAM); // killed within a request
        } catch (IOException e) {
            end(End.CLIENT); // it takes no more, or reading was ended with it
        } finally {
            client.close();
        }
    }

    /** The first counts. */
    private void end(End how) {
        if (end.compareAndSet(End.NONE, how)) {
            over.run();
        }
    }

    /** How things stand. */
    public End end() {
        return end.get();
    }

    /** Does not wait for the client. May be called again. */
    @Override
    public void close() {
        Subsystem open = channel;
        if (open != null) {
            open.close(true);
        }
    }

    private final class Answers implements Receiver {
        @Override
        public void take(byte[] bytes) throws IOException {
            try {
                answers.write(bytes);
                answers.flush();
            } catch (IOException e) {
                SftpStream.this.end(End.PROGRAM); // it reads no more
                throw e;
            }
        }

        @Override
        public void end() {
            SftpStream.this.end(End.CLIENT);
        }

        @Override
        public void closed() {
            SftpStream.this.end(End.CLIENT);
        }
    }
}
