package org.agentbroker.agent.key;

import static org.agentbroker.agent.key.Unusable.assertUnusable;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.7",
                "192.0.2.0/24",
                "192.0.2.128/25",
                "192.0.2.7/32",
                "0.0.0.0/0",
                "::1",
                "2001:DB8::/32",
                "2001:db8::1/128",
                "::/0",
                "::192.0.2.1"
            })
    void isKeptAsItIsWritten(String text) throws UnusableInput {
        assertThat(SourceAddress.parse(text)).hasToString(text).isEqualTo(SourceAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                "cafe",
                "192.0.2",
                "192.0.2.256",
                "192.0.02.1",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "192.0.2.0/24/24",
                "192.0.2.*",
                "!192.0.2.1",
                "192.0.2.1,192.0.2.2",
                ":",
                "1::2::3",
                "::/129",
                "::ffff:192.0.2.1",
                "fe80::1%lo",
                "[::1]"
            })
    void isAnAddress(String text) {
        String shown = text.isEmpty() ? "?" : text;
        assertUnusable(
                () -> SourceAddress.parse(text),
                "not an address or network: " + shown,
                "write it as 192.0.2.0/24 or 2001:db8::/32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1/24", "192.0.2.128/24", "2001:db8::1/127", "1.0.0.0/0"})
    void isANetworkWithoutBitsBehindItsMask(String text) {
        assertUnusable(
                () -> SourceAddress.parse(text),
                "not a network: " + text + " has bits behind its mask",
                "clear them, or name one address");
    }

    @Test
    void differsFromAnother() throws UnusableInput {
        assertThat(SourceAddress.parse("::1")).isNotEqualTo(SourceAddress.parse("::2"));
    }
}
