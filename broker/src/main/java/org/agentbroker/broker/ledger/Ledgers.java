package org.agentbroker.broker.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.lock.Line;
import org.agentbroker.broker.lock.OwnDirectory;
import org.agentbroker.broker.lock.WholeFile;

/**
 * The ledgers of all repositories: files {@code ledger/DIGEST.jsonl} in the state directory, of mode 600. Whoever
 * writes one holds the lock of its repository ({@code lock.PullLocks}); readers need none, as a file is replaced as a
 * whole.
 */
public final class Ledgers {
    private static final String ENDING = ".jsonl";
    private static final long LARGEST = 256 << 20;
    private static final int MOST_ARCHIVES = 100_000;
    private static final String HINT = "make room, or set XDG_STATE_HOME to a directory of your own";

    private final Path directory;

    private Ledgers(Path directory) {
        this.directory = directory;
    }

    /** @param state its directory {@code ledger} is made by the first look */
    public static Ledgers in(Path state) {
        return new Ledgers(state.resolve("ledger"));
    }

    /** Where the files are; need not exist. */
    public Path directory() {
        return directory;
    }

    /**
     * {@link Ledger#NEW} when there is none yet.
     *
     * @param repository the same text for the same one
     * @throws UnusableInput when there is one that cannot be read
     */
    public Ledger read(String repository) throws UnusableInput {
        return read(file(repository));
    }

    private static Ledger read(Path file) throws UnusableInput {
        try {
            if (Files.size(file) <= LARGEST) {
                Optional<Ledger> ledger = LedgerLines.read(Files.readAllLines(file));
                if (ledger.isPresent()) {
                    return ledger.get();
                }
            }
        } catch (NoSuchFileException e) {
            return Ledger.NEW;
        } catch (IOException e) {
            throw new UnusableInput(
                    "the ledger of archives cannot be read: " + file + ": " + OwnDirectory.reason(e), "ls -l " + file);
        }
        throw new UnusableInput(
                "the ledger of archives is damaged, or of a newer broker: " + file,
                "compare it with: broker list CLIENT; once it is moved away, the next backup begins a new one");
    }

    /**
     * Replaces it; on the disk afterwards.
     *
     * @param repository the same text for the same one
     */
    public void write(String repository, Ledger ledger) throws UnusableInput {
        if (ledger.seen().size() > MOST_ARCHIVES) {
            throw new UnusableInput(
                    "the repository has more archives than are kept account of: "
                            + ledger.seen().size(),
                    "broker keeps account of " + MOST_ARCHIVES + "; remove some by hand");
        }
        boolean interrupted = Thread.interrupted(); // that would close the files under us
        try {
            Path own = OwnDirectory.open(directory, HINT);
            Path file = own.resolve(file(repository).getFileName());
            Path staged = file.resolveSibling(file.getFileName() + ".new"); // one at a time has the lock
            Files.deleteIfExists(staged);
            Files.createFile(
                    staged, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            String text = LedgerLines.of(repository, ledger).stream()
                    .map(line -> line.json() + "\n")
                    .collect(Collectors.joining());
            WholeFile.replace(file, staged, text.getBytes(StandardCharsets.US_ASCII), made -> {});
        } catch (IOException e) {
            throw new UnusableInput(
                    "the ledger of archives cannot be written to " + directory + ": " + OwnDirectory.reason(e), HINT);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * How it stood with the archives of each client after its last pull. A client of which nothing is on record is not in
     * it: broker was not at the server as its account, say.
     *
     * @throws UnusableInput when the directory, or a file of which more has to be known than its head, cannot be read
     */
    public Map<String, Standing> standings() throws UnusableInput {
        Map<String, Path> newest = new LinkedHashMap<>();
        Map<String, Instant> looked = new HashMap<>();
        for (Path file : files()) {
            clients(file).forEach((client, time) -> {
                if (time.isAfter(looked.getOrDefault(client, Instant.MIN))) {
                    looked.put(client, time);
                    newest.put(client, file);
                }
            });
        }
        Map<String, Standing> standings = new HashMap<>();
        for (Map.Entry<String, Path> each : newest.entrySet()) {
            standings.put(each.getKey(), standing(each.getValue()));
        }
        return standings;
    }

    private List<Path> files() throws UnusableInput {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(each -> each.toString().endsWith(ENDING)).toList();
        } catch (IOException e) {
            throw new UnusableInput(
                    "the ledgers cannot be read: " + directory + ": " + OwnDirectory.reason(e), "ls -l " + directory);
        }
    }

    private static Standing standing(Path file) throws UnusableInput {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            Optional<Line> head = next(lines);
            if (head.isPresent() && head.get().number("findings") == 0) {
                return new Standing(head.get().time(), head.get().number("archives"), 0, "");
            }
        } catch (IOException e) {
            // the same again below
        }
        Ledger ledger = read(file);
        return new Standing(ledger.looked(), ledger.seen().size(), ledger.open(), ledger.complaint());
    }

    /** By the first lines alone: there may be hundreds of files. Of one that cannot be read, whose pulls it has are told. */
    private static Map<String, Instant> clients(Path file) {
        Map<String, Instant> clients = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            Optional<Line> line = next(lines);
            if (line.filter(LedgerLines::isHead).isEmpty()) {
                return Map.of();
            }
            for (line = next(lines); line.filter(LedgerLines::isClient).isPresent(); line = next(lines)) {
                clients.put(line.get().text("client"), line.get().time());
            }
            return clients;
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static Optional<Line> next(BufferedReader lines) throws IOException {
        return Optional.ofNullable(lines.readLine()).flatMap(Line::read);
    }

    private Path file(String repository) {
        return directory.resolve(OwnDirectory.digest(repository) + ENDING);
    }
}
