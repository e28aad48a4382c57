package org.agentbroker.broker.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.lock.PatientLock;

/** Of those that write to the history one at a time, in whichever process. */
record WriteLock(FileChannel channel) implements AutoCloseable {

    /** @throws UnusableInput when another process has it all that time */
    static WriteLock take(Path file, Duration patience) throws IOException, UnusableInput {
        return new WriteLock(PatientLock.take(
                file,
                patience,
                "the history is being written to by another process for " + patience.toSeconds() + " s"));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // the lock goes with the descriptor, which Linux closes whatever it says
        }
    }
}
