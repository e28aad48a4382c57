package org.agentbroker.broker.borg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BorgExitTest {
    @ParameterizedTest
    @CsvSource({
        "0, DONE",
        "1, WARNING",
        "2, ERROR",
        "3, ERROR",
        "99, ERROR",
        "100, WARNING",
        "125, WARNING",
        "126, NO_BORG",
        "127, NO_BORG",
        "128, KILLED",
        "130, KILLED",
        "137, KILLED",
        "255, KILLED",
        "256, KILLED",
        "2147483647, KILLED",
        "-1, KILLED",
        "-256, KILLED",
    })
    void ofEveryStatus(int status, BorgExit expected) {
        assertThat(BorgExit.of(status)).isEqualTo(expected);
    }

    @Test
    void isBorgsOwnWordForItsThreeResultsOnly() {
        assertThat(BorgExit.values())
                .filteredOn(BorgExit::isBorgs)
                .containsExactly(BorgExit.DONE, BorgExit.WARNING, BorgExit.ERROR);
    }
}
