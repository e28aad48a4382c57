package org.agentbroker.cli.manual;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.cli.Commands;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

class ManualTest {
    private static final Pattern OPTION = Pattern.compile("(?m)^ .*?(--[a-z-]+)");

    @TempDir
    Path share;

    @Test
    void everyCommandAndOptionOfTheHelpHasItsPlaceInPagesAndCompletions() throws IOException {
        assertThat(Commands.broker("manual", share.toString()).code()).isZero();
        List<String> texts = Stream.of(
                        "bash-completion/completions/broker",
                        "zsh/site-functions/_broker",
                        "fish/vendor_completions.d/broker.fish")
                .map(name -> text(share.resolve(name)))
                .toList();
        List<Path> pages;
        try (Stream<Path> files = Files.list(share.resolve("man/man1"))) {
            pages = files.toList();
        }

        assertThat(pages).hasSizeGreaterThan(4).contains(share.resolve("man/man1/broker-run.1"));
        for (Path page : pages) {
            String[] words = page.getFileName().toString().replace(".1", "").split("-");
            String help = Commands.broker(help(words)).out();
            List<String> options = OPTION.matcher(help)
                    .results()
                    .map(match -> match.group(1))
                    .distinct()
                    .toList();

            assertThat(options).as(page.toString()).contains("--config", "--help");
            assertThat(text(page).replace("\\-", "-")).contains(options);
            assertThat(texts.get(0)).contains(options);
            assertThat(texts.get(1)).contains(options);
            assertThat(texts.get(2))
                    .contains(options.stream()
                            .map(option -> " -l " + option.substring(2))
                            .toList());
            for (String word : words) {
                assertThat(texts).allMatch(text -> text.contains(word));
            }
        }
    }

    private static String[] help(String... words) {
        return Stream.concat(Stream.of(words).skip(1), Stream.of("--help")).toArray(String[]::new);
    }

    @Test
    void whatManWouldTakeForItsOwnIsEscaped() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new Odd());

        String page = ManPage.of(spec, "odd \"1\"");

        assertThat(page)
                .startsWith(".TH \"ODD\" 1 \"\" \"odd \\(dq1\\(dq\" \"broker\"\n")
                .contains("\n\\&.dot and \\e back\\-slash\n", "\n\\&'quote\n", "\\fB\\-\\-wait\\fR \\fITIME\\fR")
                .contains("\nHow long (default: 5); \\[u2026]\n", "\n.SH \"EXAMPLES\"\n.nf\n  odd $HOME\n.fi\n");
    }

    @Test
    void aWordThatIsNoShellIsUsage() {
        Commands.Result result = Commands.broker("completion", "csh");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("no completion for csh; known: bash, zsh, fish");
    }

    @Test
    void descriptionsAreOneSentence() {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new Odd());

        assertThat(Syntax.all(new CommandLine(spec).getCommandSpec()).get(0).options())
                .containsExactly(new Choice(List.of("--wait"), "How long", Choice.Kind.TEXT, List.of()));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Command(
            name = "odd",
            header = "Odd.",
            description = {".dot and \\ back-slash", "'quote"},
            footerHeading = "%nExamples:%n",
            footer = "  odd $$HOME")
    private static final class Odd implements Runnable {
        @Option(
                names = "--wait",
                paramLabel = "TIME",
                defaultValue = "5",
                description = "How long (default: ${DEFAULT-VALUE}); …")
        private String time = "";

        @Override
        public void run() {
            throw new AssertionError(time);
        }
    }
}
