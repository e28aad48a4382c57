package org.agentbroker.it.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Lab;

/** Programs for {@code SSH_ASKPASS}. */
final class Askpass {
    private final Path directory;
    private final Path program;

    private Askpass(Lab lab, String text) {
        directory = lab.newDirectory();
        program = script(directory, text.replace("HERE", directory.toString()));
    }

    /** One that answers every question with these words. */
    static Path saying(Lab lab, String words) {
        return script(lab.newDirectory(), "printf '%s\\n' '" + words + "'");
    }

    /** One that waits for {@link #answer}. */
    static Askpass patient(Lab lab) {
        return new Askpass(lab, """
                printf '%s\\n' "$SSH_ASKPASS_PROMPT" "$1" >>HERE/asked
                until [ -e HERE/answer ]; do sleep 0.02; done
                . HERE/answer""");
    }

    Path program() {
        return program;
    }

    /** Ends all questions, those to come as well, by these words of a shell. */
    void answer(String shell) {
        try {
            Path whole = Files.writeString(directory.resolve("draft"), shell + "\n");
            Files.move(whole, directory.resolve("answer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All questions so far. */
    String asked() {
        Path asked = directory.resolve("asked");
        return Files.exists(asked) ? KeyFile.read(asked) : "";
    }

    void awaitQuestion() {
        Await.until("a question", BrokerAgent.SOON, () -> !asked().isEmpty());
    }

    private static Path script(Path directory, String text) {
        try {
            Path file = Files.writeString(directory.resolve("askpass"), "#!/bin/sh\n" + text + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
