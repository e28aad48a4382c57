package org.agentbroker.cli.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.print.ExitCode;
import org.junit.jupiter.api.Test;

/** {@code cli/ERRORS.md} has every message that the source has, with its hint and exit code. */
class ErrorsPageTest {
    private static final Path PAGE = Path.of("ERRORS.md");
    private static final List<Path> ROOTS = Stream.of("../agent", "../broker", ".")
            .map(module -> Path.of(module, "src/main/java"))
            .toList();

    @Test
    void isComplete() throws IOException {
        String page = page(Sources.messages(ROOTS));
        Commands.golden("ERRORS.md", page);
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("if it is meant: cp cli/target/golden/ERRORS.md cli/ERRORS.md")
                .isEqualTo(page);
    }

    @Test
    void messagesOfEachKindAreFound() throws IOException {
        assertThat(Sources.messages(ROOTS))
                .anyMatch(each -> each.code() == 78 && each.what().equals("… is a symbolic link"))
                .anyMatch(each -> each.code() == 64 && each.what().equals("no borg command after --"))
                .anyMatch(
                        each -> each.code() == 76 && each.what().startsWith("the host key of … is not the pinned one"))
                .anyMatch(each -> each.code() == 78 && each.what().equals("there is no client …"))
                .anyMatch(each -> each.code() == 70 && each.hint().equals("please report it, with the output of -vv"))
                .hasSizeGreaterThan(200);
    }

    private static String page(Set<Message> messages) {
        StringBuilder page = new StringBuilder("""
                # Errors

                Every message of a failure, by the exit code; `…` is a name, a path or another program's word. On standard error a
                message stands after `broker:`, its hint on the next line after `hint:`; mistakes in the config have file, line and
                column before them. Made from the source by `ErrorsPageTest`.
                """);
        for (ExitCode code : ExitCode.values()) {
            section(page, code.code() + ": " + code.meaning(), of(messages, code.code()));
        }
        section(
                page,
                "Others",
                messages.stream()
                        // without a hint it is a part of another message
                        .filter(each -> each.code() == Message.OF_OUTCOME
                                && !each.hint().isEmpty())
                        .toList());
        return page.toString();
    }

    private static List<Message> of(Set<Message> messages, int code) {
        return messages.stream().filter(each -> code > 0 && each.code() == code).toList();
    }

    private static void section(StringBuilder page, String title, List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        page.append("\n## ").append(title).append("\n\n| message | hint |\n|---|---|\n");
        messages.forEach(each -> page.append("| ")
                .append(cell(each.what()))
                .append(" | ")
                .append(cell(each.hint()))
                .append(" |\n"));
    }

    private static String cell(String text) {
        return text.isEmpty()
                ? ""
                : "`" + text.replace("\n", "\\n").replace("|", "\\|").replace("`", "'") + "`";
    }
}
