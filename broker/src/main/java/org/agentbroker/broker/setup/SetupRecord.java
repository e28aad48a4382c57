package org.agentbroker.broker.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.lock.WholeFile;

/**
 * What was made for a client, so that no more than that is taken away: a file in the state directory, one line a thing,
 * of words between tabs.
 */
public final class SetupRecord {
    private static final int LARGEST = 1 << 20;

    private final Path file;

    private SetupRecord(Path file) {
        this.file = file;
    }

    /** @param client as in the config; becomes the file's name */
    public static SetupRecord of(Path state, String client) {
        return new SetupRecord(state.resolve("setup").resolve(client));
    }

    public Path file() {
        return file;
    }

    /** What was recorded of a kind. */
    public List<String> of(String kind) throws UnusableInput {
        List<String> found = new ArrayList<>();
        for (String line : lines()) {
            if (line.startsWith(kind + "\t")) {
                found.add(line.substring(kind.length() + 1));
            }
        }
        return found;
    }

    /** To be called before the thing is made: what was made and is not recorded would stay for ever. */
    public void add(String kind, String thing) throws UnusableInput {
        Set<String> lines = new LinkedHashSet<>(lines());
        if (lines.add(kind + "\t" + thing)) {
            write(lines);
        }
    }

    /** It is gone. */
    public void remove(String kind, String thing) throws UnusableInput {
        Set<String> lines = new LinkedHashSet<>(lines());
        if (lines.remove(kind + "\t" + thing)) {
            write(lines);
        }
    }

    private List<String> lines() throws UnusableInput {
        try {
            if (Files.size(file) > LARGEST) {
                throw new UnusableInput(file + " is larger than 1 MiB", "it is not broker's; look at it");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UnusableInput(file + " cannot be read: " + NewFile.reason(e), "ls -l " + file);
        }
    }

    private void write(Set<String> lines) throws UnusableInput {
        Path directory = file.getParent();
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        try {
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
                return;
            }
            Files.createDirectories(directory, ownerOnly);
            Path staged = Files.createTempFile(directory, ".setup", "");
            byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
            WholeFile.replace(file, staged, text, made -> {});
        } catch (IOException e) {
            throw new UnusableInput(
                    file + " cannot be written: " + NewFile.reason(e),
                    "broker keeps there what it made; set XDG_STATE_HOME to a directory of your own");
        }
    }
}
