package org.agentbroker.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Bytes to be looked for in this JVM's memory, kept in a form in which they are not found themselves. */
final class Masked {
    private static final byte MASK = 0x5a;
    private static final int BLOCK = 1 << 20;

    private final byte[] masked;

    /** Takes the bytes and leaves zeros. */
    Masked(byte[] bytes) {
        masked = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            masked[i] = (byte) (bytes[i] ^ MASK);
        }
        Arrays.fill(bytes, (byte) 0);
    }

    boolean isIn(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] block = new byte[BLOCK];
            int kept = 0;
            for (int n = in.readNBytes(block, 0, BLOCK); n > 0; n = in.readNBytes(block, kept, BLOCK - kept)) {
                int length = kept + n;
                if (isIn(block, length)) {
                    return true;
                }
                // it may stand across the edge of two blocks
                kept = Math.min(masked.length - 1, length);
                System.arraycopy(block, length - kept, block, 0, kept);
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isIn(byte[] block, int length) {
        for (int i = 0; i + masked.length <= length; i++) {
            if (isAt(block, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] block, int start) {
        for (int i = 0; i < masked.length; i++) {
            if ((block[start + i] ^ MASK) != masked[i]) {
                return false;
            }
        }
        return true;
    }
}
