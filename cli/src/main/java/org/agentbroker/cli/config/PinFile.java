package org.agentbroker.cli.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;

/** Files that say which host keys we insist on. Anybody may read them; who may write them could choose our peer. */
final class PinFile {
    private static final int LARGEST = 1 << 20;

    private PinFile() {}

    /** The keys of a {@code .pub} file, which may have several lines. */
    static List<HostPin> pins(Path file) throws UnusableInput {
        List<HostPin> pins = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                pins.add(HostPin.parse(line));
            } catch (UnusableInput e) {
                throw new UnusableInput(file + ":" + (i + 1) + ": " + e.what(), e.hint());
            }
        }
        if (pins.isEmpty()) {
            throw new UnusableInput(file + " has no host key in it", "copy the host's ssh_host_ed25519_key.pub there");
        }
        return pins;
    }

    /** Its lines, at most 1 MiB, after a look at its owner and mode. */
    static List<String> lines(Path file) throws UnusableInput {
        try {
            checkWriters(file, Files.readAttributes(file, PosixFileAttributes.class));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new UnusableInput(file + " is larger than 1 MiB", "is it the right file?");
                }
                return new String(bytes, StandardCharsets.UTF_8).lines().toList();
            }
        } catch (NoSuchFileException e) {
            throw new UnusableInput(file + " does not exist", "check the path");
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be read", "ls -l " + file);
        }
    }

    private static void checkWriters(Path file, PosixFileAttributes attributes) throws UnusableInput {
        if (!attributes.isRegularFile()) {
            throw new UnusableInput(file + " is not a file", "name a regular file");
        }
        String owner = attributes.owner().getName();
        if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
            throw new UnusableInput(file + " belongs to " + owner, "chown it to the user that runs broker");
        }
        Set<PosixFilePermission> mode = attributes.permissions();
        if (mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new UnusableInput(file + " can be written by others", "chmod go-w " + file);
        }
    }
}
