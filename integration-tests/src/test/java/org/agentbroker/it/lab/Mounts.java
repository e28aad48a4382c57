package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** File systems of {@code method: sshfs}, in whatever namespace. */
public final class Mounts {
    private Mounts() {}

    /** The processes that see one of the lab's. */
    public static List<String> seenBy(Lab lab) {
        String owner = Command.of("id", "-u", lab.serverUser())
                .run()
                .expectSuccess()
                .stdoutText()
                .strip();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> sees(process.resolve("mountinfo"), "user_id=" + owner + ","))
                    .map(Path::toString)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean sees(Path mounts, String owner) {
        try (Stream<String> lines = Files.lines(mounts)) {
            return lines.anyMatch(line -> line.contains(" - fuse.sshfs broker ") && line.contains(owner));
        } catch (IOException | UncheckedIOException e) {
            return false; // it has ended meanwhile
        }
    }
}
