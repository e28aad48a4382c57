package org.agentbroker.broker.lock;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Properties;

/**
 * Who holds a lock, as it stands in the lock's file.
 *
 * @param client the name of the client whose pull it is
 * @param command what borg is to do, such as {@code borg create}
 */
record Holder(long process, String client, Instant since, String command) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    static Holder here(String client, Instant since, String command) {
        return new Holder(ProcessHandle.current().pid(), client, since.truncatedTo(ChronoUnit.SECONDS), command);
    }

    String text() {
        Properties fields = new Properties();
        fields.setProperty("process", Long.toString(process));
        fields.setProperty("client", client);
        fields.setProperty("since", since.toString());
        fields.setProperty("command", command);
        StringWriter text = new StringWriter();
        try {
            fields.store(text, null);
        } catch (IOException e) {
            throw new AssertionError("a string takes everything", e);
        }
        return text.toString();
    }

    /** Nobody when the text is none of ours, or when its process is gone: the holder has not written there yet. */
    static Optional<Holder> of(String text) {
        Properties fields = new Properties();
        try {
            fields.load(new StringReader(text));
            Holder holder = new Holder(
                    Long.parseLong(fields.getProperty("process", "")),
                    fields.getProperty("client", ""),
                    Instant.parse(fields.getProperty("since", "")),
                    fields.getProperty("command", ""));
            return ProcessHandle.of(holder.process).map(process -> holder);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    boolean isHere() {
        return process == ProcessHandle.current().pid();
    }

    @Override
    public String toString() {
        return "process " + process + " since " + TIME.format(since);
    }
}
