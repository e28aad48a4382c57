package org.agentbroker.broker.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads all paths of an archive, each with a NUL at its end, and keeps where they begin: those that are not below the one
 * that is kept last, one for each directory. What is between {@code /} and them is not in the archive, and whoever
 * restores goes through what is there.
 */
final class Roots extends OutputStream {
    static final int MOST = 1000;
    private static final int LONGEST = 64 << 10;

    private final ByteArrayOutputStream path = new ByteArrayOutputStream();
    private final Map<String, String> roots = new LinkedHashMap<>();
    private String last = "";

    /** One below each directory that is not in the archive; {@link #MOST} at the most. */
    List<String> paths() {
        return List.copyOf(roots.values());
    }

    boolean areTooMany() {
        return roots.size() > MOST;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] == 0) {
                seen(path.toString(StandardCharsets.UTF_8));
                path.reset();
            } else if (path.size() < LONGEST) {
                path.write(bytes[i]);
            }
        }
    }

    private void seen(String each) throws IOException {
        if (!last.isEmpty() && each.startsWith(last + "/")) {
            return;
        }
        last = each;
        roots.putIfAbsent(ArchivePath.parent(each), each);
        if (areTooMany()) {
            throw new IOException("too many");
        }
    }
}
