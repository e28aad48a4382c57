package org.agentbroker.agent.key;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Bytes that nobody may see: a passphrase. They are in one array, never in a {@code String}, and zero after
 * {@link #close()}.
 */
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes the array over: it is wiped when the secret is closed. */
    public static Secret owning(byte[] bytes) {
        return new Secret(bytes);
    }

    /**
     * What a passphrase file or a passphrase command holds: without the newline at its end (one, with its carriage
     * return), which editors and {@code echo} put there. Takes the array over and wipes it.
     */
    public static Secret ofText(byte[] text) {
        int length = text.length;
        if (length > 0 && text[length - 1] == '\n') {
            length--;
            if (length > 0 && text[length - 1] == '\r') {
                length--;
            }
        }
        Secret secret = new Secret(Arrays.copyOf(text, length));
        Arrays.fill(text, (byte) 0);
        return secret;
    }

    /** Lends the bytes for the length of one call; the borrower must not keep the array. */
    public synchronized <T> T lend(Function<byte[], T> borrower) {
        requireOpen();
        return borrower.apply(bytes);
    }

    /** Writes the bytes and a newline in one call, the form in which the client's script reads them. */
    public synchronized void writeLine(OutputStream out) throws IOException {
        requireOpen();
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        try {
            out.write(line);
        } finally {
            Arrays.fill(line, (byte) 0);
        }
    }

    /** Whether the bytes fit in one line: a newline or a NUL inside would end it early. */
    public synchronized boolean isOneLine() {
        requireOpen();
        for (byte b : bytes) {
            if (b == '\n' || b == 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is nothing to keep secret. */
    public synchronized boolean isEmpty() {
        requireOpen();
        return bytes.length == 0;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this secret is closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Secret[hidden]";
    }
}
