package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final long SECOND = 1_000_000_000;
    private static final String PATH = "home/user/documents/2026/日本語/letters/november/draft.odt";

    private long now;
    private final Progress progress = new Progress(() -> now);

    @Test
    void showsWhatHasRoom() {
        running("web1", 1234, 3_200_000_000L);

        assertThat(progress.line(19)).isEqualTo("web1: 1234 files");
        assertThat(progress.line(40)).isEqualTo("web1: 1234 files, 3.20 GB, 320.00 MB/s");
        assertThat(progress.line(79))
                .isEqualTo("web1: 1234 files, 3.20 GB, 320.00 MB/s, 1:02  home/user/docume…vember/draft.odt");
        assertThat(progress.line(199)).isEqualTo("web1: 1234 files, 3.20 GB, 320.00 MB/s, 1:02  " + PATH);
        for (int columns = 19; columns < 200; columns++) {
            assertThat(Columns.of(progress.line(columns))).isLessThanOrEqualTo(columns);
        }
    }

    @Test
    void theSpeedIsThatOfTheLastSeconds() {
        running("web1", 1, 62_000_000);
        now += 10 * SECOND;
        progress.said("web1", files(2, 62_000_000));
        assertThat(progress.line(60)).startsWith("web1: 2 files, 62.00 MB, 0 B/s, 1:12");
    }

    @Test
    void atFirstTheSpeedIsThatOfTheSecondsThereAre() {
        progress.said("web1", files(0, 0));
        assertThat(progress.line(60)).isEqualTo("web1: 0 files, 0 B, 0:00  home/user/docume…ovember/draft.odt");
        now += 2 * SECOND;
        progress.said("web1", files(1, 4000));
        assertThat(progress.line(60)).startsWith("web1: 1 files, 4.00 kB, 2.00 kB/s, 0:02");
    }

    @Test
    void severalShareALine() {
        progress.expect(8);
        running("web1", 10, 1000);
        running("db", 20, 2000);
        progress.begun("later");
        assertThat(progress.line(80)).isEqualTo("3 of 8 running: web1 1.00 kB, db 2.00 kB, later");
        assertThat(progress.line(30)).isEqualTo("3 of 8 running: web1 1.00 kB, ");
        progress.ended("web1");
        progress.ended("later");
        assertThat(progress.line(60)).startsWith("1 of 8 running: db: 20 files, 2.00 kB, ");
    }

    @Test
    void aMessageStandsInForNumbers() {
        running("web1", 10, 1000);
        progress.said("web1", "Saving files \u001bcache");
        assertThat(progress.line(80)).isEqualTo("web1: Saving files \\x1bcache");
        progress.said("web1", new ArchiveProgress(0, 0, 0, "", true));
        progress.said("web1", "");
        assertThat(progress.line(80)).isEmpty();
    }

    @Test
    void thereAreAtMostFiveLinesASecond() {
        int shown = 0;
        for (int i = 0; i < 1000; i++) {
            now += SECOND / 100;
            shown += progress.isDue() ? 1 : 0;
        }
        assertThat(shown).isBetween(45, 51);
    }

    @Test
    void aLogGetsALineAMinute() {
        running("web1", 10, 1000);
        assertThat(progress.isDueInLog("web1")).isTrue();
        assertThat(progress.isDueInLog("web1")).isFalse();
        assertThat(progress.logged("web1")).isEqualTo("10 files, 1.00 kB, 100 B/s, 1:02");
        assertThat(progress.isDueInLog("nobody")).isFalse();
    }

    private void running(String client, long files, long size) {
        progress.begun(client);
        now += 52 * SECOND;
        progress.said(client, files(0, 0));
        now += 10 * SECOND;
        progress.said(client, files(files, size));
    }

    private static ArchiveProgress files(long files, long size) {
        return new ArchiveProgress(files, size, 0, PATH, false);
    }
}
