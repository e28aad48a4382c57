package org.agentbroker.broker.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.junit.jupiter.api.Test;

class ArchivePathTest {
    @Test
    void isRelativeAndLiteral() throws UnusableInput {
        assertThat(ArchivePath.of("/etc//./nginx/")).isEqualTo("etc/nginx");
        assertThat(ArchivePath.of("/")).isEmpty();
        assertThat(ArchivePath.of("re:.*\n")).isEqualTo("re:.*\n");
        assertThat(ArchivePath.of("...")).isEqualTo("...");
        assertThatThrownBy(() -> ArchivePath.of("")).hasMessage("an empty path");
        assertThatThrownBy(() -> ArchivePath.of("a/../b")).hasMessageContaining("..");
        assertThatThrownBy(() -> ArchivePath.of("a\0b")).hasMessageContaining("NUL");
    }

    @Test
    void isShownAsBorgShowsIt() {
        assertThat(ArchivePath.shown("é\uDCFF😀")).isEqualTo("é?😀");
        // bytes one by one, of which some are text after all
        assertThat(ArchivePath.shown("\uDCC3\uDCA9\uDCE2\uDC82x")).isEqualTo("é??x");
        assertThat(ArchivePath.shown("\uDCE2")).isEqualTo("?");
    }

    @Test
    void whatIsThereIsFound() throws Exception {
        PathSearch search = new PathSearch(List.of("a/b", "c", "m\uDCFC", "nope"));
        search.write(bytes("a/b/x\0c\0m?\0"));
        assertThat(search.missing()).containsExactly("nope");
        assertThatThrownBy(() -> search.write(bytes("nope/deep/er\0more\0"))).hasMessage("all were seen");
        assertThat(search.missing()).isEmpty();
    }

    @Test
    void rootsAreWhatIsBelowNothingElse() throws Exception {
        Roots roots = new Roots();
        roots.write(bytes("home/alice\0home/alice/x\0home/alice/x/y\0home/bob\0etc\0etc/x\0srv/a/b\0"));
        // one for each directory above
        assertThat(roots.paths()).containsExactly("home/alice", "etc", "srv/a/b");
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= Roots.MOST; i++) {
                        roots.write(bytes("d" + i + "/x\0"));
                    }
                })
                .hasMessage("too many");
        assertThat(roots.areTooMany()).isTrue();
    }

    @Test
    void archivesAreFoundByNameOrAsTheLatest() throws UnusableInput {
        ArchiveNames names = ArchiveNames.read(bytes("{\"archives\": [" + entry("a-1", "01") + "," + entry("a-2", "02")
                + "," + entry("a-3.checkpoint", "03")
                + "], \"repository\": {\"name\": \"no\", \"start\": \"9\"}}"));
        assertThat(names.find("latest")).contains("a-2");
        assertThat(names.find("a-1")).contains("a-1");
        assertThat(names.find("a")).isEmpty();
        assertThat(names.nearest("a-1x")).containsExactly("a-1");
        assertThat(names.nearest("a-")).containsExactly("a-3.checkpoint", "a-2", "a-1");
        assertThat(names.nearest("nope")).isEmpty();
        assertThat(ArchiveNames.read(bytes("{\"archives\": []}")).find("latest"))
                .isEmpty();
        for (String none : List.of("<html>", "{}", "{\"archives\": [" + entry("a-1", "01"))) {
            assertThatThrownBy(() -> ArchiveNames.read(bytes(none))).isInstanceOf(UnusableInput.class);
        }
    }

    @Test
    void bracesOfANameAreNoPlaceholders() {
        assertThat(new Found("{now}", List.of("a"), List.of()).words("-"))
                .containsExactly("--", "::{{now}}", "-", "pp:a");
    }

    private static String entry(String name, String day) {
        String time = "2026-01-" + day + "T00:00:00.000000";
        return "{\"name\": \"" + name + "\", \"id\": \"1\", \"start\": \"x\", \"time\": \"" + time + "\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
