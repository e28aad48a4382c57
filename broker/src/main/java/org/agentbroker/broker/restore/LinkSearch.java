package org.agentbroker.broker.restore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what an archive holds, each with a NUL at its end, and looks for what {@code borg extract} would follow out of the
 * directory that is restored to: something below a link of the archive itself, or a part {@code ..}. No borg makes such an
 * archive of its own accord. It takes no more when it has found some.
 */
final class LinkSearch extends OutputStream {
    private static final int LONGEST = 64 << 10;
    private static final int MOST_LINKS = 1_000_000;

    private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
    private final Set<String> links = new HashSet<>();
    private String found = "";

    static List<String> arguments() {
        return List.of("--format", "{type}{path}{NUL}");
    }

    /** The first path that leads elsewhere. */
    Optional<String> found() {
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /** Whether there are more links than could be remembered. */
    boolean areTooMany() {
        return links.size() > MOST_LINKS;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            if (bytes[i] != 0) {
                if (entry.size() < LONGEST) {
                    entry.write(bytes[i]);
                }
                continue;
            }
            seen(entry.toString(StandardCharsets.UTF_8));
            entry.reset();
            if (!found.isEmpty() || areTooMany()) {
                throw new IOException("enough was seen");
            }
        }
    }

    private void seen(String each) {
        if (each.isEmpty()) {
            return;
        }
        String path = each.substring(1);
        if (("/" + path + "/").contains("/../")) {
            found = path;
        }
        for (String at = ArchivePath.parent(path); !at.isEmpty() && found.isEmpty(); at = ArchivePath.parent(at)) {
            if (links.contains(at)) {
                found = path;
            }
        }
        if (each.charAt(0) == 'l') {
            links.add(path);
        }
    }
}
