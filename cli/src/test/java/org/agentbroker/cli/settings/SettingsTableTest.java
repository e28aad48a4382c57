package org.agentbroker.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.cli.Commands;
import org.junit.jupiter.api.Test;

/** The README's table of settings is the description, with nothing left out. */
class SettingsTableTest {
    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "<!-- settings -->\n";
    private static final String END = "<!-- end of settings -->\n";

    @Test
    void stands_in_the_readme() throws IOException {
        StringBuilder table = new StringBuilder("| setting | meaning | default |\n|---|---|---|\n");
        rows(table, "server.", Settings.SERVER.settings());
        rows(table, "", Settings.CLIENT.settings());
        rows(table, "monitoring.", Settings.MONITORING.settings());
        rows(table, "log.", Settings.LOG.settings());
        Commands.golden("settings.md", table.toString());

        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();

        assertThat(readme.substring(begin, readme.indexOf(END, begin)))
                .as("if it is meant, put cli/target/golden/settings.md into the README")
                .isEqualTo(table.toString());
    }

    private static void rows(StringBuilder table, String before, List<Setting> settings) {
        for (Setting setting : settings) {
            if (setting.shape() instanceof Shape.Section within) {
                rows(table, before + setting.name() + ".", within.settings());
                continue;
            }
            table.append("| `%s%s` | %s | %s |\n"
                    .formatted(before, setting.name(), setting.meaning() + range(setting.shape()), usual(setting)));
            if (setting.name().equals("key")) {
                // the other mappings behind a key are told with it
                Shape.Either either = (Shape.Either) setting.shape();
                rows(table, "key.", ((Shape.Section) either.shapes().get(2)).settings());
            }
        }
    }

    private static String range(Shape shape) {
        if (shape instanceof Shape.Time time) {
            return " (" + time.least() + " to " + time.most() + ")";
        } else if (shape instanceof Shape.Whole whole) {
            return " (" + whole.least() + " to " + whole.most() + ")";
        } else if (shape instanceof Shape.Either either) {
            return range(either.shapes().get(1));
        }
        return "";
    }

    private static String usual(Setting setting) {
        String usual =
                setting.usual() == null ? "" : setting.usual().equals(List.of()) ? "none" : "`" + setting.usual() + "`";
        return usual.isEmpty() || setting.note().isEmpty() ? usual + setting.note() : usual + "; " + setting.note();
    }

    @Test
    void every_setting_means_something_and_ends_like_a_table() {
        assertEach(Settings.FILE_ITSELF);
    }

    private static void assertEach(Shape shape) {
        if (shape instanceof Shape.Section section) {
            for (Setting setting : section.settings()) {
                assertThat(setting.meaning())
                        .as(setting.name())
                        .isNotBlank()
                        .doesNotContain("|", "\n")
                        .doesNotEndWith(".");
                assertEach(setting.shape());
            }
        } else if (shape instanceof Shape.Named named) {
            assertEach(named.each());
        } else if (shape instanceof Shape.Many many) {
            assertEach(many.each());
        } else if (shape instanceof Shape.Either either) {
            either.shapes().forEach(SettingsTableTest::assertEach);
        }
    }
}
