package org.agentbroker.broker.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkSearchTest {
    private final LinkSearch search = new LinkSearch();

    @ParameterizedTest
    @CsvSource({
        "lx -x/cron.d/evil, x/cron.d/evil",
        "la/b da/b/c, a/b/c",
        "da -a/../../etc/x, a/../../etc/x",
        "-.., ..",
        "-a/.., a/..",
    })
    void findsWhatLeadsOutOfTheDirectory(String entries, String path) {
        assertThatThrownBy(() -> read(entries)).isInstanceOf(IOException.class);

        assertThat(search.found()).contains(path);
    }

    @ParameterizedTest
    @CsvSource({
        "da la/link -a/file", // beside it
        "lx -xy/file", // only the beginning is the same
        "-a/..b -a/c..", // no part of its own
        "-x/file lx", // the link comes later, and finds a directory that is not empty
    })
    void letsUsualArchivesPass(String entries) throws IOException {
        read(entries);

        assertThat(search.found()).isEmpty();
        assertThat(search.areTooMany()).isFalse();
    }

    @Test
    void remembersNoMoreLinksThanHaveRoom() {
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 1_000_000; i++) {
                        read("l" + i);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(search.areTooMany()).isTrue();
    }

    private void read(String entries) throws IOException {
        for (String entry : entries.split(" ")) {
            search.write((entry + "\0").getBytes(StandardCharsets.UTF_8));
        }
    }
}
