package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.fixture.Programs;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same names by tar as by borg, asked of both programs. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(60)
class TarPathsTest {
    @TempDir
    static Path directory;

    private Path home;

    @BeforeAll
    void tree() throws IOException {
        Programs.require("tar");
        Programs.require("borg");
        home = Files.createDirectory(directory.resolve("home"));
        for (String file : List.of(
                "data/a/x.cache",
                "data/a/b/x.cache/y",
                "data/a/[1]*?",
                "data/a/-x",
                "data/a/b\\n",
                "data/a/two\nlines",
                "data/caf\u00e9/z",
                "data/tmp/1",
                "data/tmp/deep/2",
                "data/tag/.nobackup",
                "data/tag/3",
                "-x",
                "other/^a",
                "other/a",
                "other/b")) {
            Path path = home.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, file);
        }
        Files.createSymbolicLink(home.resolve("data/link"), Path.of("./a"));
        Files.createLink(home.resolve("data/hard"), home.resolve("other/a"));
        run(List.of("borg", "init", "--encryption", "none"));
    }

    /** None of a group takes away what another one of it is about. */
    @Test
    void excluded() {
        assertExcluded("*.cache", "other/[^a]*", "data/tmp/", "pf:data/a/[1]*?", "no/such", "*\n*");
        assertExcluded("data/*/x.cache", "other/[!a]", "*caf\u00e9*", "*/[[]1]*", "*\\n", "fm:data/t*");
        assertExcluded("data/a/", "sh:data/*/deep", "other/?a", "data?link");
        assertExcluded("sh:data/?/[!a-z]*", "pp:data/a/b/", "pp:data/a/x", "data/a/[[]1][*][?]");
        assertExcluded("data/a", "sh:*/tmp/");
        assertExcluded("pf:data/a", "sh:other/*");
    }

    @Test
    void named() {
        assertSame(
                List.of("-x", "data/a/-x", "data/a/[1]*?", "data/a/b\\n", "data/a/two\nlines"), List.of(), List.of());
        assertSame(List.of("./data//a/", home + "/other", "other/../-x"), List.of(), List.of());
        assertSame(List.of("data", "data/a", "data"), List.of("*.cache"), List.of());
        assertSame(List.of(home.toString(), home + "/data", home + "/data/a"), List.of(), List.of("-x"));
        assertSame(List.of("data/link"), List.of(), List.of());
        assertSame(List.of("data"), List.of(), List.of("--exclude-if-present", ".nobackup"));
        assertSame(List.of("."), List.of("*.cache", "pf:-x", "sh:*/tmp"), List.of());
    }

    private void assertExcluded(String... patterns) {
        assertSame(List.of("data", "other"), List.of(patterns), List.of());
    }

    private void assertSame(List<String> paths, List<String> exclude, List<String> options) {
        Create create = new Create("a", paths, exclude, options);
        assertThat(byTar(create)).isEqualTo(byBorg(create));
    }

    private List<String> byTar(Create create) {
        SamplePull sample = new SamplePull();
        sample.method = Method.TAR;
        sample.command = create;
        Reading reading = sample.plan().reading();
        List<String> words = new ArrayList<>(List.of("sh", "-c", "\"$@\" | tar --list --quoting-style=literal", "sh"));
        words.addAll(reading == null ? List.of() : reading.there());
        return run(words)
                .lines()
                .map(line -> line.replaceFirst("^(\\./)?(.*?)/?$", line.equals("./") ? "." : "$2"))
                .sorted()
                .toList();
    }

    /** Nothing is kept. A line is a file's, with a status. */
    private List<String> byBorg(Create create) {
        List<String> words = new ArrayList<>(List.of("borg", "create", "--dry-run", "--list", "--filter", "-"));
        words.addAll(create.arguments().subList(3, create.arguments().size()));
        return run(words)
                .replaceAll("(?m)^- (\\./)?/?", "")
                .lines()
                .distinct()
                .sorted()
                .toList();
    }

    private String run(List<String> words) {
        try {
            ProcessBuilder builder = new ProcessBuilder(words).directory(home.toFile());
            builder.environment().put("BORG_REPO", directory.resolve("repo").toString());
            builder.environment().put("BORG_BASE_DIR", directory.resolve("base").toString());
            builder.environment().put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(words + out).isZero();
            return out;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
