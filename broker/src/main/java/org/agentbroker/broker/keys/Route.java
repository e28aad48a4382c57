package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;

/**
 * The way to a directory: as far as only root can change it by path, symbolic links followed; from there on names that
 * have to be opened one by one, because somebody else can put a link in their place at any moment.
 *
 * @param start has no link in it
 */
record Route(Path start, List<Path> rest) {
    private static final int MOST_LINKS = 40; // as Linux

    static Route to(Path directory, Owners owners) throws IOException, UnusableInput {
        Deque<Path> rest = new ArrayDeque<>();
        directory.toAbsolutePath().normalize().forEach(rest::add);
        Path at = Path.of("/");
        int links = 0;
        while (!rest.isEmpty() && owners.onlyRootChanges(attributes(at))) {
            Path name = rest.pop();
            Path next = at.resolve(name).normalize();
            PosixFileAttributes attributes;
            try {
                attributes = attributes(next);
            } catch (NoSuchFileException e) {
                rest.push(name);
                break;
            }
            if (!attributes.isSymbolicLink()) {
                at = next;
            } else if (++links > MOST_LINKS) {
                throw new UnusableInput(directory + " has too many symbolic links", "ls -ld " + next);
            } else {
                Path target = Files.readSymbolicLink(next);
                at = target.isAbsolute() ? Path.of("/") : at;
                for (int i = target.getNameCount() - 1; i >= 0; i--) {
                    rest.push(target.getName(i));
                }
            }
        }
        return new Route(at, List.copyOf(rest));
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
