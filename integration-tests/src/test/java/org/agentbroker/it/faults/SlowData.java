package org.agentbroker.it.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;

/** New random data on the client that borg there is made to send slowly: a create of them takes twenty seconds. */
final class SlowData implements AutoCloseable {
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final Path repository;
    private final long sizeBefore;

    private SlowData(Lab lab, int files) {
        directory = lab.directory().resolve("client/slow-data");
        repository = lab.repositoryPath(SharedRepository.of(lab));
        sizeBefore = size(repository);
        try (InputStream random = Files.newInputStream(Path.of("/dev/urandom"))) {
            Files.createDirectory(directory);
            for (int i = 0; i < 64; i++) {
                Path file = directory.resolve("file-" + i % files);
                Files.write(file, random.readNBytes(MEBIBYTE), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For a create into the {@link SharedRepository}; told to end borg does so after the file that it is at. */
    static SlowData ofManyFiles(Lab lab) {
        return new SlowData(lab, 64);
    }

    /** Told to end borg saves a checkpoint and goes on with the file. */
    static SlowData ofOneFile(Lab lab) {
        return new SlowData(lab, 1);
    }

    ConfigText in(ConfigText config) {
        return config.create("paths", "[" + directory + "]").create("options", "[--upload-ratelimit, \"3000\"]");
    }

    /** Returns when the first of it has arrived at the server; then most of it is still to come. */
    void awaitUnderway() {
        Await.until("a create is under way", LIMIT, () -> size(repository) > sizeBefore + 2 * MEBIBYTE);
    }

    @Override
    public void close() {
        Command.of("rm", "-r", directory.toString()).run().expectSuccess();
    }

    private static long size(Path directory) {
        try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
            return files.mapToLong(SlowData::sizeOf).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // borg removes files while we look
    private static long sizeOf(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
