package org.agentbroker.broker.drill;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.drill.AccountProgram.Answer;
import org.agentbroker.broker.plan.Deadline;

/**
 * The directory of a drill, 0700 of the repository's account. Its name is that of the repository, whose lock is held: one
 * that is there is what a killed drill left, and goes.
 */
final class Room implements AutoCloseable {
    private static final String REMOVE =
            "[ -L \"$1\" ] || [ ! -d \"$1\" ] || chmod -R u+rwX -- \"$1\"; rm -rf -- \"$1\"";
    private static final int NOT_WRITABLE = 77;
    private static final String MAKE = "(cd -- \"${1%/*}/\" && [ -w . ]) 2>/dev/null || exit " + NOT_WRITABLE + "; { "
            + REMOVE + "; } && mkdir -m 700 -- \"$1\"";
    private static final String LIST = "cd -- \"$1\" && find . -type d ! -perm -700 -exec chmod u+rwx {} \\;"
            + " && find . ! -type d -printf '%M %s %T@ %p\\0%l\\0'";
    private static final String HASH = "cd -- \"$1\" && find . -type f ! -perm -400 -exec chmod u+r {} +"
            + " && find . -type f -exec sha256sum -z -- {} +";
    private static final int NOTHING = 0; // is said
    private static final Duration LONG = Duration.ofDays(1);

    private final AccountProgram program;
    private final Path path;

    private Room(AccountProgram program, Path path) {
        this.program = program;
        this.path = path;
    }

    /**
     * A file that was restored.
     *
     * @param name its bytes, each of them a character
     * @param content its SHA-256 in hexadecimal; empty of what is no regular file
     */
    record Found(String name, String mode, long size, long seconds, String target, String content) {}

    /**
     * @param base where it is made
     * @throws UnusableInput when it cannot be, or has no room for so many bytes
     */
    static Room make(AccountProgram program, Path base, String name, long bytes, Deadline deadline)
            throws UnusableInput, InterruptedException {
        Room room = new Room(program, base.resolve(name));
        try {
            Answer answer = program.run(MAKE, List.of(room.path.toString()), NOTHING, deadline);
            if (answer.status() == NOT_WRITABLE) {
                throw notWritable(base, program.account().account().name());
            }
            if (answer.status() != 0) {
                throw new UnusableInput(
                        "no directory for the drill in " + base + ": " + answer.firstError(),
                        "name another one: --directory DIR");
            }
            long free = free(base);
            if (free < bytes) {
                room.close();
                throw noRoom(base, bytes, free);
            }
            return room;
        } catch (IOException e) {
            throw new UnusableInput(
                    "no directory for the drill in " + base + ": " + e.getMessage(),
                    "name another one: --directory DIR");
        }
    }

    private static UnusableInput notWritable(Path base, String account) {
        return new UnusableInput(
                Files.isDirectory(base) ? account + " may not write to " + base : "there is no directory " + base,
                "name one in which " + account + " may write: --directory DIR");
    }

    static UnusableInput noRoom(Path base, long bytes, long free) {
        return new UnusableInput(
                "there is no room for the drill in " + base + ": it takes " + mebibytes(bytes) + " and "
                        + mebibytes(free) + " are free",
                "take a smaller sample: --files N; or another place: --directory DIR");
    }

    private static String mebibytes(long bytes) {
        return (bytes >> 20) + " MiB";
    }

    private static long free(Path base) throws IOException {
        return Files.getFileStore(base).getUsableSpace();
    }

    /** What is left there for so many bytes that did not come. */
    void requireRoomFor(long bytes) throws UnusableInput {
        try {
            Path base = Objects.requireNonNull(path.getParent());
            if (bytes > 0 && free(base) < bytes) {
                throw noRoom(base, bytes, free(base));
            }
        } catch (IOException e) {
            throw new UnusableInput("the drill's directory is gone: " + path, "start it again");
        }
    }

    Path path() {
        return path;
    }

    /**
     * All that was restored, by the names that borg lists.
     *
     * @param most in bytes, of a list of all that should be there
     * @throws IOException also when there is more
     */
    Map<String, Found> found(int most, Deadline deadline) throws IOException, InterruptedException {
        Map<String, String> contents = new HashMap<>();
        List<String> lines = fields(LIST, most, deadline);
        for (String line : fields(HASH, most, deadline)) {
            int end = line.indexOf(' ');
            contents.put(line.substring(end + 2), line.substring(0, end));
        }
        Map<String, Found> found = new HashMap<>();
        for (int i = 0; i + 1 < lines.size(); i += 2) {
            String[] parts = lines.get(i).split(" ", 4);
            String content = contents.getOrDefault(parts[3], "");
            String name = parts[3].substring("./".length());
            found.put(
                    asListed(name),
                    new Found(
                            name,
                            parts[0],
                            Long.parseLong(parts[1]),
                            (long) Math.floor(Double.parseDouble(parts[2])),
                            asListed(lines.get(i + 1)),
                            content));
        }
        return found;
    }

    private List<String> fields(String script, int most, Deadline deadline) throws IOException, InterruptedException {
        Answer answer = program.run(script, List.of(path.toString()), most, deadline);
        if (answer.status() != 0) {
            throw new IOException(answer.firstError());
        }
        String text = new String(answer.out(), StandardCharsets.ISO_8859_1);
        List<String> fields = new ArrayList<>();
        int at = 0;
        for (int end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', at)) {
            fields.add(text.substring(at, end));
            at = end + 1;
        }
        return fields;
    }

    /** As borg does, each byte that is no text becomes a question mark. */
    static String asListed(String bytes) {
        byte[] name = bytes.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(java.nio.ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            return replaced(name);
        }
    }

    private static String replaced(byte[] name) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        while (at < name.length) {
            int length = length(name, at);
            text.append(length == 0 ? "?" : new String(name, at, length, StandardCharsets.UTF_8));
            at += Math.max(1, length);
        }
        return text.toString();
    }

    /** Of the character that begins there; 0 when none does. */
    private static int length(byte[] name, int at) {
        for (int length = 1; length <= 4 && at + length <= name.length; length++) {
            String one = new String(name, at, length, StandardCharsets.UTF_8);
            if (one.codePointCount(0, one.length()) == 1 && one.codePointAt(0) != 0xFFFD) {
                return length;
            }
        }
        return 0;
    }

    /** Removes it. May be called again. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            program.run(REMOVE, List.of(path.toString()), NOTHING, Deadline.in(LONG));
        } catch (IOException e) {
            // the next drill removes it
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
