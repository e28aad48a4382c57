package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.fixture.SamplePull;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.agentbroker.broker.plan.BorgCommand.Init;
import org.agentbroker.broker.plan.BorgCommand.Other;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code method: tar} asks the client's tar for, and the server's borg. */
class TarReadingTest {
    private final SamplePull sample = new SamplePull();
    private String archive = "a";
    private List<String> paths = List.of("/etc");
    private List<String> exclude = List.of();
    private List<String> options = List.of();

    @BeforeEach
    void tar() {
        sample.method = Method.TAR;
    }

    @Test
    void relativePathsComeFirstAndAbsoluteOnesLoseTheirSlash() {
        paths = List.of("/etc/", "data", "/srv//x/./y", "./-x");
        assertThat(tail())
                .containsExactly(
                        "--add-file=data", "--add-file=-x", "--directory=/", "--add-file=etc", "--add-file=srv/x/y");
    }

    @Test
    void theRootIsADotThatIsTakenOffAgain() {
        paths = List.of("/");
        exclude = List.of("*.cache", "pf:/proc");
        assertThat(tail())
                .containsExactly(
                        "--transform=flags=rhS;s,^\\(\\./\\)*,,",
                        "--anchored",
                        "--wildcards",
                        "--wildcards-match-slash",
                        "--exclude=./*.cache",
                        "--no-wildcards",
                        "--exclude=./proc",
                        "--directory=/",
                        "--add-file=.");
    }

    @Test
    void whatIsBelowAnotherPathIsNotSentTwice() {
        paths = List.of("/srv", "/srv/www", "/srv", "/srvs");
        assertThat(tail()).containsExactly("--directory=/", "--add-file=srv", "--add-file=srvs");
    }

    @Test
    void onOneFileSystemItIsSentByItself() {
        paths = List.of("/", "/home", "/home/x");
        options = List.of("-x", "--compression", "zstd,3");
        assertThat(tail())
                .containsExactly(
                        "--one-file-system",
                        "--transform=flags=rhS;s,^\\(\\./\\)*,,",
                        "--anchored",
                        "--no-wildcards",
                        "--exclude=./home",
                        "--exclude=././home/x",
                        "--directory=/",
                        "--add-file=.",
                        "--add-file=././home",
                        "--add-file=./././home/x");
        assertThat(reading().here())
                .containsSequence("--compression", "zstd,3", "--", "::a", "-")
                .doesNotContain("-x");
    }

    @Test
    void cachesAndTaggedDirectoriesAreTars() {
        options = List.of("--exclude-caches", "--exclude-if-present", ".nobackup", "--list");
        assertThat(tail()).startsWith("--exclude-caches-all", "--exclude-tag-all=.nobackup");
        options = List.of("--keep-exclude-tags", "--exclude-caches", "--exclude-if-present=.nobackup");
        assertThat(tail()).startsWith("--exclude-caches", "--exclude-tag=.nobackup");
    }

    /** Each as borg's manual explains it; {@code TarPatternsTest} asks both programs. */
    @ParameterizedTest
    @CsvSource({
        "home/*/x,--wildcards --wildcards-match-slash --exclude=home/*/x",
        "fm:/home/?[!a-c],--wildcards --wildcards-match-slash --exclude=home/?[!a-c]",
        "a\\b[^c],--wildcards --wildcards-match-slash --exclude=a\\\\b[\\^c]",
        "a[b,--wildcards --wildcards-match-slash --exclude=a\\[b",
        "a[]b]c,--wildcards --wildcards-match-slash --exclude=a[\\]b]c",
        "tmp/,--wildcards --wildcards-match-slash --exclude=tmp/*",
        "sh:home/*/x,--wildcards --no-wildcards-match-slash --exclude=home/*/x",
        "pp:/a*b/,--no-wildcards --exclude=a*b",
        "pf:../a,--no-wildcards --exclude=../a",
    })
    void patterns(String pattern, String words) {
        exclude = List.of(pattern);
        assertThat(String.join(" ", tail())).startsWith("--anchored " + words + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"re:x$", "sh:**/x", "xy:z"})
    void patternsThatTarDoesNotKnow(String pattern) {
        exclude = List.of(pattern);
        refuses(
                "create.exclude: " + pattern + " is not for tar",
                "write it as fm:, pf:, pp: or sh: without **, or use another method");
    }

    @Test
    void aPatternForEverything() {
        exclude = List.of("/");
        refuses("create.exclude: / would leave everything out", "name what is in the directory");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "a/../../x"})
    void pathsAboveTheHome(String path) {
        paths = List.of(path);
        refuses("create.paths: \"" + path + "\" is not below the login's home", "write the whole path");
    }

    @Test
    void theHostIsTheNameOfTheClient() {
        archive = "{hostname}-{{x}}-{now:%Y-%m-%d}-{utcnow}";
        assertThat(reading().here()).contains("::web1-{{x}}-{now:%Y-%m-%d}-{utcnow}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "fqdn", "reverse-fqdn", "pid", "hostname:>9", ""})
    void placeholdersOfTheServer(String placeholder) {
        archive = "x-{" + placeholder + "}";
        refuses(
                "{" + placeholder + "} in the name of an archive: borg of the server would put the server's own",
                "use {hostname}, which stands for web1, {now}, {utcnow} or {uuid4}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | the server's own borg does it: broker list web1",
                "extract | broker restore web1 ARCHIVE --via tar",
                "create | leave -- and what follows it out: broker run web1",
                "mount | run it at the server, as the repository's account"
            })
    void commandsOfTheClientsBorg(String command, String hint) {
        sample.command = new Other(List.of(command));
        UnusableInput e = catchThrowableOfType(UnusableInput.class, () -> Plan.of(sample.pull(), Timing.DEFAULT));
        assertThat(e.what()).isEqualTo("web1 has method: tar, so no borg runs there");
        assertThat(e.hint()).isEqualTo(hint);
    }

    @Test
    void theRepositoryIsMadeByTheServersBorg() {
        sample.command = new Init("repokey");
        assertThat(sample.plan().reading())
                .isEqualTo(new Reading(List.of(), List.of("init", "--encryption", "repokey")));
    }

    @Test
    void theClientsBorgHasNoReading() {
        sample.method = Method.AGENT;
        assertThat(sample.plan().reading()).isNull();
    }

    private Reading reading() {
        sample.command = new Create(archive, paths, exclude, options);
        Reading reading = sample.plan().reading();
        if (reading == null) {
            throw new AssertionError("there is none");
        }
        return reading;
    }

    /** After what is always there. */
    private List<String> tail() {
        List<String> words = new ArrayList<>(reading().there());
        return words.subList(words.indexOf("--warning=no-cachedir") + 1, words.size());
    }

    private void refuses(String what, String hint) {
        sample.command = new Create(archive, paths, exclude, options);
        UnusableInput e = catchThrowableOfType(UnusableInput.class, () -> Plan.of(sample.pull(), Timing.DEFAULT));
        assertThat(e.what()).isEqualTo(what);
        assertThat(e.hint()).isEqualTo(hint);
    }
}
