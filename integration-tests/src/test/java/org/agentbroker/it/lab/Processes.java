package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What runs on this machine, read from /proc, to show what a pull exposes and that it leaves nothing behind. In a lab
 * without separate accounts the user's other processes are among them, this JVM too: patterns must then be exact.
 */
public final class Processes {
    private static final Path PROC = Path.of("/proc");

    private Processes() {}

    /** One process. Arguments are joined by blanks; environ is empty where the kernel does not show it to us. */
    public record Entry(int pid, String argv, byte[] environ) {

        /** Anything in its arguments or its environment. */
        public boolean exposes(String secret) {
            return argv.contains(secret) || new String(environ, StandardCharsets.ISO_8859_1).contains(secret);
        }

        @Override
        public String toString() {
            return pid + " " + argv;
        }
    }

    /** All living processes of a user; a kernel thread or a dead process that waits to be collected is none. */
    public static List<Entry> ofUser(String user) {
        String uid =
                Command.of("id", "-u", user).run().expectSuccess().stdoutText().strip();
        return list(directory -> uid.equals(realUid(directory)));
    }

    /** Those of any user whose arguments the pattern is found in. */
    public static List<Entry> matching(Pattern argv) {
        return list(directory -> true).stream()
                .filter(entry -> argv.matcher(entry.argv()).find())
                .toList();
    }

    /** Those whose arguments the pattern is found in. */
    public static List<Entry> ofUser(String user, Pattern argv) {
        return ofUser(user).stream()
                .filter(entry -> argv.matcher(entry.argv()).find())
                .toList();
    }

    public static int countOf(String user, Pattern argv) {
        return ofUser(user, argv).size();
    }

    public static void awaitSome(String user, Pattern argv, Duration limit) {
        Await.until("a process " + argv + " of " + user, limit, () -> countOf(user, argv) > 0);
    }

    public static void awaitNone(String user, Pattern argv, Duration limit) {
        Await.until(
                "no process " + argv + " of " + user,
                limit,
                () -> countOf(user, argv) == 0,
                () -> ofUser(user, argv).toString());
    }

    private static List<Entry> list(Predicate<Path> wanted) {
        try (Stream<Path> directories = Files.list(PROC)) {
            return directories
                    .filter(directory -> directory.getFileName().toString().matches("[0-9]+"))
                    .filter(wanted)
                    .map(Processes::entry)
                    .flatMap(Optional::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the owner of the directory is root for some of sshd's processes that run as a user
    private static String realUid(Path directory) {
        return new String(bytes(directory.resolve("status")), StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\\s+")[1])
                .findFirst()
                .orElse("");
    }

    private static Optional<Entry> entry(Path directory) {
        byte[] argv = bytes(directory.resolve("cmdline"));
        if (argv.length == 0) {
            return Optional.empty();
        }
        int pid = Integer.parseInt(directory.getFileName().toString());
        String text =
                new String(argv, StandardCharsets.UTF_8).replace('\0', ' ').strip();
        return Optional.of(new Entry(pid, text, bytes(directory.resolve("environ"))));
    }

    // a process may end between the listing and the reading, and some files are not for us
    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
