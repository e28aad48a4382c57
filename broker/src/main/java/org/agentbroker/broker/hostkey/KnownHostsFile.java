package org.agentbroker.broker.hostkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.keys.EditLock;
import org.agentbroker.broker.lock.WholeFile;
import org.jspecify.annotations.Nullable;

/**
 * A known_hosts file of broker's own. It is replaced in one step, with the owner and mode it had, or else 0600; one
 * change at a time, of all processes that have the same directory for locks.
 */
public final class KnownHostsFile {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LARGEST = 1 << 20;

    private final Path file;
    private final Path locks;

    private KnownHostsFile(Path file, Path locks) {
        this.file = file;
        this.locks = locks;
    }

    /**
     * Touches nothing yet.
     *
     * @param locks a directory of broker's own
     */
    public static KnownHostsFile of(Path file, Path locks) {
        return new KnownHostsFile(file.toAbsolutePath().normalize(), locks);
    }

    /**
     * Puts the keys of a host there that do not stand there yet.
     *
     * @param replace its other keys go
     * @return the lines that are new
     * @throws UnusableInput when the file cannot be changed, or says that one of the keys is revoked
     */
    public List<String> add(String host, int port, List<HostPin> keys, boolean replace)
            throws UnusableInput, InterruptedException {
        String name = HostPatterns.nameOf(host, port);
        Changed changed =
                change(content -> new KnownHostsText(file.toString(), name).with(content, keys, replace), false);
        return keys.stream()
                .map(key -> KnownHostsText.line(name, key))
                .filter(line -> has(changed.now, line) && !has(changed.before, line))
                .toList();
    }

    /** Takes lines away that {@link #add} has made; the file, too, when nothing is left and {@code made} says so. */
    public void remove(List<String> lines, boolean made) throws UnusableInput, InterruptedException {
        if (Files.exists(file)) {
            change(content -> KnownHostsText.without(content, lines), made);
        }
    }

    private static boolean has(byte[] content, String line) {
        return Stream.of(new String(content, StandardCharsets.ISO_8859_1).split("\n"))
                .anyMatch(line::equals);
    }

    private interface Edit {
        byte[] apply(byte[] content) throws UnusableInput;
    }

    private record Changed(byte[] before, byte[] now) {}

    /** @param passing whether the file goes when nothing is left in it */
    private Changed change(Edit edit, boolean passing) throws UnusableInput, InterruptedException {
        try {
            String lock = "known_hosts-" + Integer.toHexString(file.toString().hashCode()) + ".lock";
            EditLock held = EditLock.open(locks.resolve(lock), file, PATIENCE);
            try {
                Path real = Files.exists(file) ? file.toRealPath() : file;
                byte[] before = read(real);
                byte[] now = edit.apply(before);
                if (passing && now.length == 0) {
                    Files.deleteIfExists(real);
                } else if (!Arrays.equals(before, now)) {
                    replace(real, now);
                }
                return new Changed(before, now);
            } finally {
                held.close();
            }
        } catch (IOException e) {
            throw unchangeable(e);
        }
    }

    private byte[] read(Path real) throws IOException, UnusableInput {
        try {
            if (Files.size(real) > LARGEST) {
                throw new UnusableInput(file + " is larger than 1 MiB", "is it the right file?");
            }
            return Files.readAllBytes(real);
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private static void replace(Path real, byte[] content) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Path staged = Files.createTempFile(real.getParent(), ".known_hosts", "", ownerOnly);
        WholeFile.replace(real, staged, content, made -> {
            if (Files.exists(real)) {
                resemble(made, Files.readAttributes(real, PosixFileAttributes.class));
            }
        });
    }

    private static void resemble(Path staged, PosixFileAttributes before) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(staged, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.group().equals(before.group())) {
            view.setGroup(before.group());
        }
        if (!now.owner().equals(before.owner())) {
            view.setOwner(before.owner());
        }
        view.setPermissions(before.permissions());
    }

    private UnusableInput unchangeable(IOException e) {
        @Nullable String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
        return new UnusableInput(
                file + " cannot be changed: "
                        + (reason == null ? e.getClass().getSimpleName().replace("Exception", "") : reason),
                "ls -ld " + file.getParent());
    }
}
