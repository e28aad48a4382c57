package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.agentbroker.cli.Commands;
import org.agentbroker.cli.Commands.Result;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupUsageTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        setup                         | missing required parameter: 'CLIENT'
        setup a@b                     | setup is for a client of the config: a@b
        setup web1 --remove --print   | --remove goes with neither --print nor --init
        setup web1 web2               | one word too many: web2
        hostkey                       | say scan or pin
        hostkey scan                  | missing required parameter: 'CLIENT'
        hostkey pin web1 --fingerprint | missing required parameter for option '--fingerprint'
        """)
    void wrongUseIsSaid(String words, String message) {
        Result result = Commands.broker(words.split(" "));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("broker: " + message);
    }
}
