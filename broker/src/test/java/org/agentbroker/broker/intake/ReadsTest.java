package org.agentbroker.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLineReader;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Borg's lines and the end of the files, in each order. */
class ReadsTest {
    // as borg 1.2.4 and 1.4 end with reading
    private static final BorgLine OVER =
            BorgLineReader.read("{\"finished\": true, \"type\": \"archive_progress\", \"time\": 1.5}");
    private static final String DENIED = "data/x: open: [Errno 13] Permission denied: 'x'";
    private static final String NOT_CONNECTED = "data/x: stat: [Errno 107] Transport endpoint is not connected: 'x'";
    private static final String FAILED = "data/x: read: [Errno 5] Input/output error";

    private final List<PullEvent> told = new ArrayList<>();
    private final CompletableFuture<Boolean> gone = new CompletableFuture<>();
    private final Reads reads = new Reads(told::add);

    ReadsTest() {
        reads.when(gone);
    }

    @Test
    void whatWentAfterTheLastReadIsOfNoAccount() {
        warn(DENIED);
        warn(FAILED);
        assertThat(reads.wereOverInTime()).isFalse();
        say(OVER);
        gone.complete(true);
        warn(NOT_CONNECTED);
        assertThat(reads.wereOverInTime()).isTrue();
        assertThat(reads.wereCut()).isFalse();
        assertThat(told).as("what it says of saving").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                NOT_CONNECTED,
                FAILED,
                "data: scandir: [Errno 107] Transport endpoint is not connected: 7",
                "a\nb: open: [Errno 103] Software caused connection abort: \"it's\"",
            })
    void whatWentBeforeIsMissing(String message) {
        warn(DENIED);
        gone.complete(true);
        warn(message);
        say(OVER);
        assertThat(reads.wereOverInTime()).isFalse();
        assertThat(reads.wereCut()).isTrue();
        assertThat(told).as("it is surprised at length").hasSize(1);
    }

    @Test
    void itMayBeNoticedLate() {
        warn(NOT_CONNECTED);
        say(OVER);
        gone.complete(true);
        assertThat(reads.wereOverInTime()).isFalse();
        assertThat(reads.wereCut()).isTrue();
    }

    /** Nobody knows which was first: it is neither whole nor cut. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                DENIED,
                "data/[Errno 107] Transport endpoint is not connected: 'x': file changed while we backed it up",
                "[Errno 5] Input/output error/x: open: [Errno 13] Permission denied: 'x'",
                "x/[Errno 107] Transport endpoint is not connected: open: [Errno 13] Permission denied: 'x'"
            })
    void otherTroubleProvesNothing(String message) {
        gone.complete(true);
        warn(message);
        say(OVER);
        assertThat(reads.wereOverInTime()).isFalse();
        assertThat(reads.wereCut()).isFalse();
    }

    @Test
    void ofWhatIsThereTheClientMaySayAnything() {
        warn(FAILED);
        say(OVER);
        assertThat(reads.wereOverInTime()).isTrue();
        assertThat(reads.wereCut()).isFalse();
    }

    private void warn(String message) {
        say(new BorgLine.LogMessage("WARNING", "borg.archiver", "", message));
    }

    private void say(BorgLine line) {
        reads.heard(new Said("web1", line));
    }
}
