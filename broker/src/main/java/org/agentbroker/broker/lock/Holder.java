package org.agentbroker.broker.lock;

import java.io.IOException;
import java.io.StringReader;
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
    static Holder here(String client, Instant since, String command) {
        return new Holder(ProcessHandle.current().pid(), client, since.truncatedTo(ChronoUnit.SECONDS), command);
    }

    /** For {@link Properties}, whose own way to write begins with a date, which takes 40 ms of each pull. */
    String text() {
        return "process=" + process + "\nclient=" + escaped(client) + "\nsince=" + since + "\ncommand="
                + escaped(command) + "\n";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
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
        DateTimeFormatter local =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
        return "process " + process + " since " + local.format(since);
    }
}
