package org.agentbroker.cli.print;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.function.Consumer;
import org.agentbroker.cli.print.Screen.Tone;

/**
 * A file that lines are appended to, with time and level before each. What cannot be written is lost, and said once: a
 * backup is worth more than its log.
 */
public final class LogFile implements Lines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");

    private final Path file;
    private final InstantSource clock;
    private final ZoneId zone;
    private final Consumer<String> warnings;
    private final OutputStream out; // no channel: an interrupt would close that
    private boolean torn;
    private boolean warned;

    private LogFile(Path file, InstantSource clock, ZoneId zone, Consumer<String> warnings, OutputStream out) {
        this.file = file;
        this.clock = clock;
        this.zone = zone;
        this.warnings = warnings;
        this.out = out;
    }

    /**
     * Made with mode 0600 if need be; what is there stays.
     *
     * @param warnings hears once what cannot be written
     */
    public static LogFile open(Path file, InstantSource clock, ZoneId zone, Consumer<String> warnings) {
        OutputStream out = OutputStream.nullOutputStream();
        String trouble = "";
        try {
            out = append(file);
        } catch (IOException e) {
            trouble = reason(e);
        }
        LogFile log = new LogFile(file, clock, zone, warnings, out);
        if (!trouble.isEmpty()) {
            log.warn(trouble);
        }
        return log;
    }

    private static OutputStream append(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isRegularFile(file)) { // nobody may read a pipe, and then its open waits for ever
                throw new FileSystemException(file.toString(), null, "not a file");
            }
        }
        return new FileOutputStream(file.toFile(), true);
    }

    @Override
    public synchronized void line(Tone tone, String text) {
        String time = TIME.format(clock.instant().atZone(zone));
        String line = time + " " + tone.level() + " " + Escape.line(text) + "\n";
        try {
            out.write(((torn ? "\n" : "") + line).getBytes(StandardCharsets.UTF_8));
            torn = false;
        } catch (IOException e) {
            torn = true; // a part of it may be there
            warn(reason(e));
        }
    }

    private void warn(String reason) {
        if (!warned) {
            warned = true;
            warnings.accept("the log " + file + " cannot be written: " + reason + "; the run goes on without it");
        }
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException system) {
            return system.getReason() == null
                    ? system.getClass().getSimpleName().replace("Exception", "")
                    : system.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    @Override
    public void progress(String text) {
        // nothing in a file is replaced
    }

    @Override
    public int progressWidth() {
        return 0;
    }
}
