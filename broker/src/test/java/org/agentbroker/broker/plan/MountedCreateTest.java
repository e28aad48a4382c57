package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.BorgCommand.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MountedCreateTest {
    private static MountedCreate of(List<String> paths, List<String> exclude, String... options) throws UnusableInput {
        return MountedCreate.of("web1", new Create("{hostname}-{now}", paths, exclude, List.of(options)));
    }

    /** A path on the command line would be followed through a client's link, out to the server's files. */
    @Test
    void givesBorgNoPathButTheRoot() throws UnusableInput {
        MountedCreate create = of(
                List.of("/etc/apt", "data", "./a/../b", "/etc//apt/"),
                List.of("*.cache", "-x"),
                "--compression",
                "zstd,3");

        assertThat(create.needsHome()).isTrue();
        assertThat(create.paths("/home/ann")).containsExactly("etc/apt", "home/ann/data", "home/ann/b");
        assertThat(create.words("/home/ann"))
                .containsExactly(
                        "create",
                        "--json",
                        "--progress",
                        "--files-cache",
                        "ctime,size",
                        "--compression",
                        "zstd,3",
                        "--exclude=*.cache",
                        "--exclude=-x",
                        "--pattern=+ pf:.",
                        "--pattern=+ pf:etc",
                        "--pattern=+ pp:etc/apt",
                        "--pattern=+ pf:home",
                        "--pattern=+ pf:home/ann",
                        "--pattern=+ pp:home/ann/data",
                        "--pattern=+ pp:home/ann/b",
                        "--pattern=! re:.",
                        "--",
                        "::web1-{now}",
                        ".");
    }

    @Test
    void leavesOutOfEverythingWhatTheKernelMakesUp() throws UnusableInput {
        assertThat(patterns(of(List.of("/"), List.of())))
                .containsExactly("! fm:proc/*", "! fm:sys/*", "! fm:dev/*", "! fm:run/*");
        assertThat(patterns(of(List.of("/", "/run/named"), List.of())))
                .containsExactly("! fm:proc/*", "! fm:sys/*", "! fm:dev/*");
        assertThat(patterns(of(List.of("/proc/1"), List.of()))).contains("+ pp:proc/1", "! re:.");
        assertThat(of(List.of("../../.."), List.of()).paths("/home")).containsExactly("");
    }

    private static List<String> patterns(MountedCreate create) {
        return create.words("/root").stream()
                .filter(word -> word.startsWith("--pattern="))
                .map(word -> word.substring("--pattern=".length()))
                .toList();
    }

    /** Borg takes any beginning of an option for it. */
    @ParameterizedTest
    @CsvSource({
        "--read-special, --read-special",
        "--read-sp, --read-special",
        "--re, --read-special",
        "--pattern=+ pp:x, --pattern",
        "--patterns-from, --patterns-from",
        "--patterns-f=/etc/x, --patterns-from",
        "--exclude-f, --exclude-from",
        "--paths-from-stdin, --paths-from-stdin",
        "--paths-from-c, --paths-from-command",
        "--content-from-command, --content-from-command"
    })
    void refusesOptionsThatReadOtherFiles(String option, String named) {
        assertThatThrownBy(() -> of(List.of("/etc"), List.of(), option))
                .isInstanceOf(UnusableInput.class)
                .hasMessage("create.options: " + named + " cannot be used with method: sshfs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--exclude=x",
                "--exclude",
                "-e",
                "-x",
                "--exclude-caches",
                "--progress",
                "--comment=--read-special"
            })
    void takesOtherOptions(String option) throws UnusableInput {
        assertThat(of(List.of("/etc"), List.of(), option).words("/")).contains(option);
    }

    @Test
    void refusesPathsAndNamesThatMeanSomethingElseHere() {
        assertThatThrownBy(() -> of(List.of(), List.of()))
                .isInstanceOf(UnusableInput.class)
                .hasMessage("create.paths is empty");
        assertThatThrownBy(() -> of(List.of("/etc", ""), List.of())).isInstanceOf(UnusableInput.class);
        assertThatThrownBy(() -> MountedCreate.of("web1", new Create("{fqdn}", List.of("/"), List.of(), List.of())))
                .isInstanceOf(UnusableInput.class);
    }

    @Test
    void namesTheDirectoriesOnTheWay() {
        assertThat(MountedCreate.parents("a/b/c")).containsExactly("a", "a/b");
        assertThat(MountedCreate.parents("a")).isEmpty();
    }
}
