package org.agentbroker.it.use;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.agentbroker.it.lab.ConfigText;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;
import org.agentbroker.it.lab.Way;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All four ways back with all three kinds of keys where there is a login, one after the other into the same repository:
 * borg asks no question about a repository that has moved. Leaves a table in {@code target/ways.txt}.
 */
@ExtendWith(LabExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class WaysTest {
    /** What {@code key} can be. */
    private enum Key {
        FILE,
        PER_PULL,
        CERTIFICATE;

        String yaml(Lab lab) {
            return switch (this) {
                case FILE -> lab.key().toString();
                case PER_PULL -> "per-pull";
                case CERTIFICATE -> "{certificate: {ca: " + lab.caKey() + "}}";
            };
        }

        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Lab lab;
    private final List<String> rows = new ArrayList<>();
    private final StringBuilder audits = new StringBuilder();
    private String repository;
    private Sshd sshd;

    WaysTest(Lab lab) {
        this.lab = lab;
    }

    static Stream<Arguments> waysAndKeys() {
        // socket has no login, so no key
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(Key.values())
                        .filter(key -> way != Way.SOCKET || key == Key.FILE)
                        .map(key -> Arguments.of(way, key)));
    }

    @BeforeAll
    void repository() {
        // one file that broker adds lines to, and one that names the authority
        sshd = lab.serverSshd("AuthorizedKeysFile " + lab.authorizedKeys() + " " + lab.caAuthorizedKeys());
        repository = lab.newRepository();
        Use.broker(config(Way.DIRECT, Key.FILE), "init", "web1").expectSuccess();
        rows.add("| `return` | `key` | create | list | extract | signed |");
        rows.add("|---|---|---|---|---|---|");
    }

    private ConfigText config(Way way, Key key) {
        return lab.config()
                .server("port", sshd.portText())
                .server("authorized-keys", lab.authorizedKeys().toString())
                .defaults("return", way.name().toLowerCase(Locale.ROOT))
                .client("key", key.yaml(lab))
                .client("repository", repository);
    }

    @ParameterizedTest
    @MethodSource("waysAndKeys")
    void createListAndExtract(Way way, Key key) throws IOException, InterruptedException {
        byte[] before = Files.readAllBytes(lab.authorizedKeys());
        ConfigText config = config(way, key);
        String archive = way.name().toLowerCase(Locale.ROOT) + "-" + key.text();

        Result create =
                Use.broker(config, "-v", "run", "web1", "--archive", archive).expectSuccess();
        String list = Use.borgHere(config, "list", "--short");
        String extract = Use.borgHere(config, "extract", "--stdout", "::" + archive, "re:two words$");

        assertThat(create.stderr()).contains("done: archive " + archive).doesNotContain("previously located");
        assertThat(list.lines()).contains(archive);
        assertThat(extract).isEqualTo("two words\n");
        List<String> audit = create.stderr()
                .lines()
                .filter(line -> line.matches("broker: web1: (agent|server): .*"))
                .map(line -> line.substring("broker: web1: ".length()))
                .toList();
        assertThat(audit)
                .extracting(line -> line.replaceFirst(" \\(.*| SHA256:.*| left .*", ""))
                .containsExactlyInAnyOrderElementsOf(expectedAudit(way));
        assertThat(lab.authorizedKeys()).hasBinaryContent(before);
        note(way, key, audit);
    }

    private List<String> expectedAudit(Way way) {
        List<String> lines = new ArrayList<>();
        if (way != Way.SOCKET) {
            lines.add("agent: connect granted: the connection comes over the pinned hop");
            lines.add("agent: bind granted: the connection is bound to the pinned server");
            lines.add("agent: list granted: the key was listed");
            lines.add("agent: sign granted: the login was signed");
        }
        switch (way) {
            case EMBEDDED -> lines.add("server: login of " + lab.serverUser() + " accepted with");
            case SOCKET -> lines.add("server: connection taken without a login,");
            default -> {
                return lines; // what sshd does is in its own log
            }
        }
        lines.add("server: borg serve ended with 0");
        return lines;
    }

    private void note(Way way, Key key, List<String> audit) {
        boolean signed = audit.stream().anyMatch(line -> line.startsWith("agent: sign granted"));
        rows.add("| `" + way.name().toLowerCase(Locale.ROOT) + "` | "
                + (way == Way.SOCKET ? "any" : "`" + key.text() + "`")
                + " | o | o | o | "
                + (signed ? "one login" : "no login") + " |");
        audits.append("\n")
                .append(rows.get(rows.size() - 1))
                .append("\n")
                .append(String.join("\n", audit))
                .append("\n");
    }

    @AfterAll
    void table() throws IOException {
        sshd.close();
        String text = String.join("\n", rows) + "\n" + audits;
        Files.writeString(Path.of("target/ways.txt"), text);
        System.out.println(text);
    }
}
