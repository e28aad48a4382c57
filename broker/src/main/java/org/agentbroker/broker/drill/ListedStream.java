package org.agentbroker.broker.drill;

import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agentbroker.broker.borg.LineSplitter;

/** What {@code borg list --json-lines} prints. */
final class ListedStream extends OutputStream {
    private final LineSplitter lines;

    ListedStream(Consumer<Listed> each) {
        lines = new LineSplitter(line -> {
            Listed listed = Listed.of(line);
            if (listed != null) {
                each.accept(listed);
            }
        });
    }

    @Override
    public void write(int b) {
        lines.feed(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        lines.feed(Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
