package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', true",
        "a, '', false",
        "'', *, true",
        "'', ?, false",
        "'', **, true",
        "abc, abc, true",
        "abc, abd, false",
        "abc, ab, false",
        "abc, abcd, false",
        "abc, a?c, true",
        "abc, a*, true",
        "abc, *c, true",
        "abc, *b*, true",
        "abc, *bc*c, false",
        "abcbc, a*bc, true",
        "aab, a*ab, true",
        "mississippi, m*iss*ip?i, true",
        "mississippi, m*iss*ip?, false",
        "abc, ***?***?***?***, true",
        "ab, ***?***?***?***, false",
        "a*c, a\\*c, false",
        "borg, borg, true",
        "borgs, borg, false",
        "borg, borgs, false",
        "'', '', true",
        "b, '', false",
        "'', *, true",
        "borg, *, true",
        "borg, **, true",
        "borg, b*g, true",
        "bg, b*g, true",
        "borgs, b*g, false",
        "borgs, *org*, true",
        "aXbXbXc, a*b*c, true",
        "aXbXbX, a*b*c, false",
        "borg, ?org, true",
        "org, ?org, false",
        "borg, borg?, false",
        "b, *?, true",
        "'', *?, false",
        "borg, B*, false"
    })
    void matchesLikeOpenSsh(String text, String pattern, boolean matches) {
        assertThat(NamePattern.matches(text, pattern)).isEqualTo(matches);
    }

    /** The pattern comes from a program that adds a key. */
    @Test
    void takesNoTimeForManyStarsBetween() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(NamePattern.matches("a".repeat(4000), "*a".repeat(127) + "b"))
                        .isFalse());
    }

    /** The pattern comes from whoever signed a certificate. */
    @Test
    void takesNoExponentialTime() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(NamePattern.matches("a".repeat(2000), "*a".repeat(1000) + "b"))
                        .isFalse());
    }
}
