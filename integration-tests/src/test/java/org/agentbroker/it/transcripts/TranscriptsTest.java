package org.agentbroker.it.transcripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Repository;
import org.agentbroker.it.transcripts.Transcript.Step;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** Types what stands in {@code cli/transcripts}, and sees the same. */
@ExtendWith(LabExtension.class)
class TranscriptsTest {
    private static final Path CHECKED_IN = Repository.root().resolve("cli/transcripts");
    private static final Path GOT = Path.of("target/transcripts");

    @TestFactory
    List<DynamicTest> eachIsStillTrue(Lab lab) throws IOException {
        return files().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file, lab)))
                .toList();
    }

    private static void replay(Path file, Lab lab) throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "client and server need accounts of their own, so root");
        Transcript transcript = Transcript.read(file);
        Desk desk = Desk.open(lab);
        List<String> printed = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (Step step : transcript.steps()) {
            String actual = desk.tidy(desk.type(step.command()));
            printed.add(actual);
            if (!step.fits(actual)) {
                different.add("$ " + step.command() + "\n--- expected\n" + step.expected() + "--- printed\n" + actual);
            }
        }
        Files.createDirectories(GOT);
        Files.writeString(GOT.resolve(file.getFileName()), transcript.with(printed));

        assertThat(transcript.steps()).isNotEmpty();
        assertThat(different)
                .as("what was printed now is in " + GOT.toAbsolutePath())
                .isEmpty();
    }

    /** A new command comes with a transcript. */
    @Test
    void allCommandsOfTheHelpAreShown() throws IOException {
        String typed = String.join("\n", files().stream().map(Desk::text).toList());
        List<String> commands = BrokerProcess.run("--help")
                .expectSuccess()
                .stdoutText()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.charAt(2) != ' ')
                .map(line -> line.strip().split(" ")[0])
                .toList();

        assertThat(commands).contains("run", "init");
        assertThat(commands).allSatisfy(command -> assertThat(typed).containsPattern("\n\\$ broker .*" + command));
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CHECKED_IN)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }
}
