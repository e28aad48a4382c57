package org.agentbroker.agent.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

final class Unusable {
    private Unusable() {}

    /** People read both, so both are promised. */
    static void assertUnusable(ThrowingCallable call, String what, String hint) {
        assertThatThrownBy(call).isInstanceOfSatisfying(UnusableInput.class, e -> {
            assertThat(e.what()).isEqualTo(what);
            assertThat(e.hint()).isEqualTo(hint);
        });
    }
}
