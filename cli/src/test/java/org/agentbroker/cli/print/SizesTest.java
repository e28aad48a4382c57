package org.agentbroker.cli.print;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizesTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.00 kB",
        "3000525, 3.00 MB",
        "1234567890, 1.23 GB",
        "5000000000000, 5.00 TB",
        "9223372036854775807, 9223.37 PB",
        "-1, -1 B",
        "-2000, -2.00 kB",
    })
    void areInPowersOfAThousand(long bytes, String text) {
        assertThat(Sizes.of(bytes)).isEqualTo(text);
    }
}
