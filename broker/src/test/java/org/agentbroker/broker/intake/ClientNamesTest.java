package org.agentbroker.broker.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClientNamesTest {
    private static String accounts(String text) {
        return new String(ClientNames.accounts(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.US_ASCII);
    }

    private static String groups(String text) {
        return new String(ClientNames.groups(text.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.US_ASCII);
    }

    @Test
    void keepsNamesAndNumbersAlone() {
        assertThat(accounts("root:*:0:0:root:/root:/bin/bash\nalice:x:1005:1007:A. Lice,,,:/home/alice:/bin/sh\n"))
                .isEqualTo("root:x:0:0::/nonexistent:/bin/false\nalice:x:1005:1007::/nonexistent:/bin/false\n");
        assertThat(groups("root:x:0:\nwww-data:x:33:borgs,root\n")).isEqualTo("root:x:0:\nwww-data:x:33:\n");
        assertThat(accounts("DOM\\ann:x:7:8:::\nbob@example.org:x:7:8:::\nmachine$:x:7:8:::"))
                .hasLineCount(3);
    }

    /** {@code setpriv --reuid=1005} asks for the name first, as root: it must not find one that is root's. */
    @Test
    void takesNoNameThatIsANumber() {
        assertThat(accounts("1005:x:0:0:::\n+1005:x:0:0:::\n 1005:x:0:0:::\n-1:x:0:0:::\n+::::::\n"))
                .isEmpty();
        assertThat(groups("1007:x:0:\n0x1:x:0:\n+:::\n")).isEmpty();
    }

    @Test
    void takesNoLineThatIsNone() {
        assertThat(accounts("")).isEmpty();
        assertThat(accounts("a:x:1\nb:x:1:\nc:x:one:1:::\nd:x:-1:1:::\ne:x:4294967295:1:::\nf:x:99999999999:1:::\n"
                        + "g\0h:x:1:1:::\ni\rj:x:1:1:::\n\u00e9:x:1:1:::\n" + "k".repeat(200)
                        + ":x:1:1:::\n:x:1:1:::\n"))
                .isEmpty();
        assertThat(accounts("a:x:1:1:::" + "x".repeat(100_000) + "\nb:x:4294967294:1:::"))
                .isEqualTo("a:x:1:1::/nonexistent:/bin/false\nb:x:4294967294:1::/nonexistent:/bin/false\n");
    }
}
