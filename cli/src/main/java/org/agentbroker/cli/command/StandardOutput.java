package org.agentbroker.cli.command;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, whose reader may go away: {@code broker history web1 | head -1}. */
public final class StandardOutput extends FilterOutputStream {
    /** What was written does not arrive. */
    public static final class Closed extends IOException {
        private static final long serialVersionUID = 1L;

        Closed(IOException cause) {
            super(cause.getMessage(), cause);
        }

        /** The reader has what it wanted, and nothing is to be said about that. */
        public boolean isPipe() {
            return "Broken pipe".equals(getMessage());
        }
    }

    public StandardOutput(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new Closed(e);
        }
    }
}
