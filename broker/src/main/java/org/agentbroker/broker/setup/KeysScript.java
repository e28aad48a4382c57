package org.agentbroker.broker.setup;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.agentbroker.broker.plan.ShellQuote;
import org.agentbroker.broker.session.Visit;

/** What edits the client's authorized_keys: a constant script with its arguments on standard input of {@code sh}. */
final class KeysScript {
    /** Through the login shell, whichever it is. */
    static final String COMMAND = "exec sh";

    private static final String ANSWER = "broker-setup ";
    private static final int LONGEST = 200;

    private KeysScript() {}

    /** @param made what was made for the line before: {@code directory}, {@code file}, both or nothing */
    static byte[] input(String verb, ClientLine line, String made) {
        String arguments = List.of(verb, line.options(), line.key(), line.comment(), made).stream()
                .map(ShellQuote::anyShell)
                .collect(Collectors.joining(" "));
        return (text() + "broker_setup " + arguments + " end </dev/null\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String text() {
        try (InputStream in = KeysScript.class.getResourceAsStream("authorized-keys.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param word what it says; empty when it is not our script that has spoken
     * @param rest behind it
     * @param reason the last line of standard error
     */
    record Answer(String word, String rest, String reason) {
        static Answer of(Visit.Answer said) {
            String line = last(said.out(), ANSWER);
            String[] words = line.split(" ", 3);
            return new Answer(
                    words.length > 1 ? words[1] : "", words.length > 2 ? cut(words[2]) : "", cut(last(said.err(), "")));
        }

        private static String last(String text, String start) {
            return text.lines()
                    .filter(line -> !line.isBlank() && line.startsWith(start))
                    .reduce("", (first, second) -> second);
        }

        private static String cut(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }
    }
}
