package org.agentbroker.cli.print;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A client's bytes on their way to a terminal: everything but text, tabs and newlines is shown as an escape. Bytes from
 * 0x80 up pass when they continue UTF-8, but not as one of its control characters (0xc2 0x80 to 0xc2 0x9f).
 */
public final class EscapingStream extends FilterOutputStream {
    private static final int C1_LEAD = 0xc2;
    private boolean lead;
    private int continuations;

    public EscapingStream(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        int c = b & 0xff;
        if (lead) {
            lead = false;
            if (c >= 0x80 && c < 0xa0) {
                escape(C1_LEAD);
                escape(c);
                return;
            }
            out.write(C1_LEAD);
            continuations = 1;
        }
        if (c >= 0x80 && c < 0xc0 && continuations > 0) {
            continuations--;
            out.write(c);
            return;
        }
        continuations = continuations(c);
        if (c == C1_LEAD) {
            lead = true;
        } else if (c < 0x80 ? c < 0x20 && c != '\n' && c != '\t' || c == 0x7f : continuations == 0) {
            escape(c);
        } else {
            out.write(c);
        }
    }

    /** How many bytes follow this one (RFC 3629, 4). */
    private static int continuations(int c) {
        if (c < C1_LEAD || c > 0xf4) {
            return 0;
        }
        return c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void escape(int c) throws IOException {
        out.write(String.format("\\x%02x", c).getBytes(StandardCharsets.US_ASCII));
    }
}
