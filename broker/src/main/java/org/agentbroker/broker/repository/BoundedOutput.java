package org.agentbroker.broker.repository;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** What a program says, as far as it is to be believed that it says anything useful: at most 64 MiB. */
final class BoundedOutput extends OutputStream {
    private static final int MOST = 64 << 20;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] chunk, int offset, int length) throws IOException {
        if (bytes.size() + length > MOST) {
            throw new IOException("more than " + MOST + " bytes");
        }
        bytes.write(chunk, offset, length);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
