package org.agentbroker.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "borg, borg, true",
        "borg, borgs, false",
        "borgs, borg, false",
        "'', '', true",
        "'', b, false",
        "*, '', true",
        "*, borg, true",
        "**, borg, true",
        "b*g, borg, true",
        "b*g, bg, true",
        "b*g, borgs, false",
        "*org*, borgs, true",
        "a*b*c, aXbXbXc, true",
        "a*b*c, aXbXbX, false",
        "?org, borg, true",
        "?org, org, false",
        "borg?, borg, false",
        "*?, b, true",
        "*?, '', false",
        "B*, borg, false",
    })
    void matchesTheWholeText(String pattern, String text, boolean expected) {
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    @Timeout(5)
    void takesNoTimeForManyStars() {
        assertThat(matches("*a".repeat(127) + "b", "a".repeat(4000))).isFalse();
    }

    private static boolean matches(String pattern, String text) {
        return Glob.matches(pattern.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
    }
}
