package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.agentbroker.broker.fixture.Golden;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveJsonTest {
    /** Captured from borg 1.2.4; cache.stats and repository.id must not be taken for the archive's. */
    @Test
    void readsWhatBorgPrints() {
        String json = Golden.text("org/agentbroker/broker/borg/create-1.2.json");

        assertThat(ArchiveJson.read(bytes(json)))
                .isEqualTo(new ArchiveSummary(
                        "a1",
                        "fe2c4680d132c5c4253957c0862197dfe20492e8f282032ae0cd2a1351b9e945",
                        0.081416,
                        2,
                        3000525,
                        3000661));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "borg 1.2.4\n",
                "{}",
                "[]",
                "7",
                "{\"archive\": {\"name\": \"a\"}}",
                "{\"archive\": {\"id\": \"x\"}",
                "{\"repository\": {\"id\": \"x\", \"name\": \"a\"}}",
                "{\"id\": \"x\", \"name\": \"a\"}",
                "{\"archive\": {\"id\": \"x\"}} trailing",
            })
    void isNothingForAnythingElse(String output) {
        assertThat(ArchiveJson.read(bytes(output))).isNull();
    }

    @Test
    void isNothingForDocumentsMadeToHurt() {
        assertThat(ArchiveJson.read(bytes("{\"archive\":".repeat(100_000)))).isNull();
        assertThat(ArchiveJson.read(bytes("{\"archive\": {\"id\": \"x\", \"duration\": " + "9".repeat(9_000) + "}}")))
                .isNull();
        assertThat(ArchiveJson.read(new byte[] {'{', (byte) 0xff, (byte) 0xfe})).isNull();
    }

    @Test
    void takesNumbersOfAnotherKindAsTheyCome() {
        assertThat(ArchiveJson.read(bytes("{\"archive\": {\"id\": \"x\", \"name\": \"a\", \"duration\": \"long\","
                        + " \"stats\": {\"nfiles\": -1, \"original_size\": 1e3, \"deduplicated_size\": null}}}")))
                .satisfies(summary -> {
                    assertThat(summary).isNotNull();
                    assertThat(summary.seconds()).isZero();
                    assertThat(summary.files()).isEqualTo(-1);
                });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
