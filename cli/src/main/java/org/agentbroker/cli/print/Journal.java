package org.agentbroker.cli.print;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Whether systemd's journal reads a standard stream. */
public final class Journal {
    private static final String VARIABLE = "JOURNAL_STREAM";

    private Journal() {}

    /**
     * systemd.exec(5), JOURNAL_STREAM: device and inode of what the service was given. Children may have it set while
     * their own output goes elsewhere.
     *
     * @param descriptor 1 or 2
     */
    public static boolean reads(int descriptor, Map<String, String> environment) {
        String expected = environment.getOrDefault(VARIABLE, "");
        if (expected.isEmpty()) {
            return false;
        }
        Path stream = Path.of("/proc/self/fd/" + descriptor);
        try {
            return expected.equals(
                    Files.getAttribute(stream, "unix:dev") + ":" + Files.getAttribute(stream, "unix:ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
