package org.agentbroker.broker.intake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.agentbroker.broker.sftp.Kind;
import org.agentbroker.broker.sftp.SftpReader;

/**
 * The client's accounts and groups: the number of each, and nothing else. Read over SFTP and not where its files are
 * mounted, where a link could lead to the server's. Programs of the server start with these before their eyes, some still as
 * root, so only names are taken that no program takes for a number.
 *
 * @param passwd what stands in place of {@code /etc/passwd}
 * @param group likewise
 */
record ClientNames(byte[] passwd, byte[] group) {
    /** Of a file, in bytes. */
    private static final int MOST = 1 << 20;

    // setpriv and others look a number up as a name first; a name of a domain has a backslash or an at sign
    private static final String NAME = "([A-Za-z_][A-Za-z0-9_.@\\\\+-]{0,99}[$]?)";

    private static final Pattern ACCOUNT = Pattern.compile(NAME + ":[^:]*:(\\d{1,10}):(\\d{1,10}):.*");
    private static final Pattern GROUP = Pattern.compile(NAME + ":[^:]*:(\\d{1,10}):.*");

    private static final long LARGEST = 0xfffffffeL;

    /** @param note hears what is not as it usually is */
    static ClientNames read(SftpReader files, Consumer<String> note) throws IOException {
        return new ClientNames(
                lines(file(files, "/etc/passwd", "owners", note), ACCOUNT),
                lines(file(files, "/etc/group", "groups", note), GROUP));
    }

    private static byte[] file(SftpReader files, String path, String what, Consumer<String> note) throws IOException {
        byte[] contents = files.look(path) == Kind.FILE ? files.read(path, MOST) : null;
        if (contents == null) {
            note.accept(path + " of the client cannot be read, so " + what + " are saved as numbers only");
            return new byte[0];
        }
        return contents;
    }

    /** The lines that are as they should be, with what is used of them. */
    static byte[] lines(byte[] file, Pattern pattern) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (String line : new String(file, StandardCharsets.ISO_8859_1).split("\n")) {
            Matcher matcher = pattern.matcher(line);
            if (!matcher.matches()) {
                continue;
            }
            List<String> fields = new ArrayList<>(List.of(matcher.group(1), "x"));
            boolean fits = true;
            for (int i = 2; i <= matcher.groupCount(); i++) {
                long number = Long.parseLong(matcher.group(i));
                fits &= number <= LARGEST;
                fields.add(Long.toString(number));
            }
            if (fits) {
                String end = pattern == ACCOUNT ? "::/nonexistent:/bin/false\n" : ":\n";
                kept.writeBytes((String.join(":", fields) + end).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return kept.toByteArray();
    }

    static byte[] accounts(byte[] file) {
        return lines(file, ACCOUNT);
    }

    static byte[] groups(byte[] file) {
        return lines(file, GROUP);
    }
}
