package org.agentbroker.broker.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads paths of an archive, each with a NUL at its end, and looks which of those that are wanted are among them, or above
 * them. It takes no more when all were seen. Keeps what is wanted, and nothing else.
 */
final class PathSearch extends OutputStream {
    private static final int LONGEST = 64 << 10;

    private final ByteArrayOutputStream path = new ByteArrayOutputStream();
    // as a listing shows them, to as they were typed
    private final Map<String, String> missing = new LinkedHashMap<>();

    PathSearch(List<String> wanted) {
        wanted.forEach(each -> missing.put(ArchivePath.shown(each), each));
    }

    static List<String> arguments() {
        return List.of("--format", "{path}{NUL}");
    }

    /** In the order in which they are wanted. */
    Set<String> missing() {
        return new LinkedHashSet<>(missing.values());
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                if (path.size() < LONGEST) {
                    path.write(bytes[i]);
                }
                continue;
            }
            seen(path.toString(StandardCharsets.UTF_8));
            path.reset();
            if (missing.isEmpty()) {
                throw new IOException("all were seen");
            }
        }
    }

    private void seen(String each) {
        for (String at = each; !at.isEmpty() && !missing.isEmpty(); at = ArchivePath.parent(at)) {
            missing.remove(at);
        }
    }
}
