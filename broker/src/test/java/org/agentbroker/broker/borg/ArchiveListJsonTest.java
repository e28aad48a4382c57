package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ArchiveListJsonTest {
    // borg 1.2.4
    private static final String LIST = """
            {
                "archives": [
                    {
                        "archive": "a-1",
                        "barchive": "a-1",
                        "id": "ed64",
                        "name": "a-1",
                        "start": "2026-11-01T00:00:00.000000",
                        "time": "2026-11-01T00:00:00.500000"
                    },
                    {"name": "\\udcff\\u001b", "id": "e6cb", "time": "no time", "stats": {"time": "x"}, "tags": [1]}
                ],
                "encryption": {"mode": "none"},
                "repository": {"id": "ad53", "archives": [{"name": "not this"}]}
            }
            """;

    @Test
    void archivesAreWhatTheListHas() {
        assertThat(read(LIST).orElseThrow())
                .containsExactly(
                        new ListedArchive("a-1", "ed64", Instant.parse("2026-11-01T00:00:00.5Z")),
                        new ListedArchive("\udcff\u001b", "e6cb", Instant.EPOCH));
        assertThat(read("{\"archives\": []}")).contains(List.of());
    }

    @Test
    void aPartOfAListIsNone() {
        for (int length = 0; length < LIST.lastIndexOf('}'); length++) {
            assertThat(read(LIST.substring(0, length))).as("%d", length).isEmpty();
        }
        assertThat(read("[]")).isEmpty();
        assertThat(read("{\"repository\": {}}")).isEmpty();
        assertThat(read("{\"archives\": 7}")).isEmpty();
    }

    private static Optional<List<ListedArchive>> read(String text) {
        return ArchiveListJson.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
