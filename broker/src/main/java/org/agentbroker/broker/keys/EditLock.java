package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.lock.PatientLock;

/**
 * Held by the one broker of this machine that changes a file. Also remembers, beyond the death of that broker, what it
 * had to make for it: {@link #made()}.
 */
public final class EditLock implements AutoCloseable {
    private static final int LONGEST_NOTE = 64;

    private final FileChannel channel;

    private EditLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws UnusableInput when another broker holds it all the time */
    public static EditLock open(Path lock, Path of, Duration patience) throws IOException, UnusableInput {
        return new EditLock(PatientLock.take(
                lock, patience, of + " is being changed by another broker for " + patience.toSeconds() + " s"));
    }

    /** What was made here and is to be removed again when nothing is left in it. */
    Set<String> made() throws IOException {
        ByteBuffer note = ByteBuffer.allocate(LONGEST_NOTE);
        channel.read(note, 0);
        String text = new String(note.array(), 0, note.position(), StandardCharsets.US_ASCII).strip();
        return text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }

    void made(Set<String> what) throws IOException {
        byte[] note = String.join(" ", what).getBytes(StandardCharsets.US_ASCII);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(note), 0);
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
