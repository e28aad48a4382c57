package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What files and archives are called is not ours to judge: it reaches borg as it is, and no shell makes anything of it. */
@ExtendWith(LabExtension.class)
class OddNamesTest {
    private static final List<String> DIRECTORIES = List.of(
            "two words", "it's \"so\"", "one\ntwo\n", "$HOME `id` $(id)", "~", "-x", "t\tb", "\u00fc*?[a]", "a\\nb");
    private static final String ARCHIVE = "it's-$HOME-`touch x`-$(touch y);\"&|<>*?\\-~";

    @Test
    void directoriesAreBackedUpAndListed(Lab lab) throws IOException {
        Path home = Files.createDirectory(lab.clientHome().resolve("odd names"));
        StringBuilder paths = new StringBuilder("[");
        for (String name : DIRECTORIES) {
            Files.writeString(Files.createDirectory(home.resolve(name)).resolve("file"), name);
            paths.append(yaml(home + "/" + name)).append(", ");
        }
        String exclude = "[" + yaml("pp:" + home + "/one\ntwo\n/none") + "]";
        ConfigText config = Use.ready(lab)
                .client("repository", lab.newRepository())
                .create("paths", paths + "]")
                .create("exclude", exclude)
                .create("options", "[--comment, \"two\\nlines\"]");
        Use.broker(config, "init", "web1").expectSuccess();

        Use.broker(config, "run", "web1", "--archive", ARCHIVE).expectSuccess();

        Result archives =
                Use.borg(config, "list", "--format", "{archive}={comment}{NUL}").expectSuccess();
        assertThat(archives.stdoutText()).isEqualTo(ARCHIVE + "=two\nlines\0");
        Result files = Use.borg(config, "list", "--format", "{type}{path}{NUL}", "::" + ARCHIVE)
                .expectSuccess();
        String within = home.toString().substring(1) + "/";
        assertThat(files.stdoutText().split("\0"))
                .contains(DIRECTORIES.stream()
                        .map(name -> "-" + within + name + "/file")
                        .toArray(String[]::new));
        Result one = Use.borg(config, "extract", "--stdout", "::" + ARCHIVE, within + "one\ntwo\n/file");
        assertThat(one.expectSuccess().stdoutText()).isEqualTo("one\ntwo\n");
        try (var left = Files.list(lab.clientHome())) {
            assertThat(left.map(file -> file.getFileName().toString())).doesNotContain("x", "y");
        }
    }

    private static String yaml(String text) {
        String quoted = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + quoted.replace("\t", "\\t") + "\"";
    }
}
