package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.agentbroker.broker.borg.BorgLine.FileStatus;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Other;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.fixture.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BorgLineReaderTest {
    /** Captured from borg 1.2.4. */
    @Test
    void readsTheLinesOfBorg() {
        List<BorgLine> lines = Golden.text("org/agentbroker/broker/borg/lines-1.2.txt")
                .lines()
                .map(BorgLineReader::read)
                .toList();

        assertThat(lines)
                .containsExactly(
                        new ArchiveProgress(0, 0, 0, "src", false),
                        new FileStatus("A", "src/a"),
                        new ProgressMessage("Initializing cache transaction: Reading config", false),
                        new ProgressMessage("", true),
                        new LogMessage(
                                "WARNING",
                                "borg.archiver",
                                "",
                                "nonexist: [Errno 2] No such file or directory: 'nonexist'"),
                        new ArchiveProgress(0, 0, 0, "", true),
                        new ProgressMessage("Checking segments 16.7%", false),
                        new LogMessage("ERROR", "borg.archiver", "Archive.AlreadyExists", "Archive a1 already exists"),
                        new Other(Map.of(
                                "type", "question_prompt",
                                "msgid", "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK",
                                "message",
                                        "Warning: Attempting to access a previously unknown unencrypted repository!\n"
                                                + "Do you want to continue? [yN] ")));
    }

    @Test
    void skipsWhatIsNested() {
        assertThat(BorgLineReader.read(
                        "{\"a\": {\"type\": \"log_message\"}, \"b\": [1, {\"c\": 2}], \"type\": \"file_status\","
                                + " \"status\": \"A\", \"path\": \"p\"}"))
                .isEqualTo(new FileStatus("A", "p"));
    }

    @Test
    void fieldsOfAnotherKindCountAsMissing() {
        assertThat(BorgLineReader.read("{\"type\": \"archive_progress\", \"nfiles\": \"7\", \"path\": 7,"
                        + " \"finished\": \"true\", \"original_size\": 1.9, \"deduplicated_size\": null}"))
                .isEqualTo(new ArchiveProgress(0, 1, 0, "", false));
        assertThat(BorgLineReader.read("{\"type\": 7}")).isEqualTo(new Other(Map.of("type", 7L)));
        assertThat(BorgLineReader.read("{}")).isEqualTo(new Other(Map.of()));
    }

    @Test
    void theLastOfEqualFieldsCounts() {
        assertThat(BorgLineReader.read(
                        "{\"type\": \"x\", \"type\": \"file_status\", \"path\": \"p\", \"path\": \"q\"}"))
                .isEqualTo(new FileStatus("", "q"));
    }

    @Test
    void keepsHalfCharactersAndReplacedBytes() {
        assertThat(BorgLineReader.read("{\"type\": \"file_status\", \"status\": \"\\ud800\", \"path\": \"\ufffd\"}"))
                .isEqualTo(new FileStatus("\ud800", "\ufffd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sh: 1: borg: not found",
                " {\"type\": \"file_status\"}",
                "[1]",
                "{",
                "{\"type\"",
                "{\"type\": ",
                "{\"type\": \"log_message\"",
                "{\"type\": \"log_message\", }",
                "{type: log_message}",
                "{\"a\": 01}",
                "{\"a\": NaN}",
                "{\"a\": \"\u0001\"}",
                "{\"a\": \"\\ud8\"}",
            })
    void whatIsNoObjectIsText(String line) {
        assertThat(BorgLineReader.read(line)).isEqualTo(new Text(line));
    }

    @Test
    void neitherDepthNorLengthNorHugeNumbersHurt() {
        String deep = "{\"a\":".repeat(10_000);
        String wide = "{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}";
        String digits = "{\"type\": \"archive_progress\", \"nfiles\": " + "9".repeat(60_000) + "}";
        String exponent = "{\"type\": \"archive_progress\", \"nfiles\": 1e999999999}";

        assertThat(BorgLineReader.read(deep)).isEqualTo(new Text(deep));
        assertThat(BorgLineReader.read(wide)).isEqualTo(new Other(Map.of()));
        assertThat(BorgLineReader.read(digits)).isEqualTo(new Text(digits));
        assertThat(BorgLineReader.read(exponent)).isNotNull();
        assertThat(BorgLineReader.read("{\"type\": \"archive_progress\", \"nfiles\": 18446744073709551617}"))
                .isEqualTo(new ArchiveProgress(1, 0, 0, "", false));
    }
}
