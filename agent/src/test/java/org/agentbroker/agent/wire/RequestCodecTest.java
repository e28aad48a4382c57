package org.agentbroker.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.wire.AgentRequest.ListIdentities;
import org.agentbroker.agent.wire.AgentRequest.Malformed;
import org.agentbroker.agent.wire.AgentRequest.Query;
import org.agentbroker.agent.wire.AgentRequest.Refused;
import org.agentbroker.agent.wire.AgentRequest.RemoveAll;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.AgentRequest.UnknownExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestCodecTest {
    private static final Set<Integer> WITH_FIELDS = Set.of(13, 27);

    @Test
    void understandsFourNumbersAndRefusesTheRest() {
        for (int number = 0; number < 256; number++) {
            AgentRequest expected = switch (number) {
                case 11 -> new ListIdentities();
                case 13 -> new Malformed(13, "key is cut off");
                case 19 -> new RemoveAll();
                case 27 -> new Malformed(27, "extension name is cut off");
                default -> new Refused(number);
            };
            assertThat(RequestCodec.decode(new byte[] {(byte) number}))
                    .as("message %d", number)
                    .isEqualTo(expected);
        }
    }

    @Test
    void doesNotLookIntoWhatItRefuses() {
        for (int number = 0; number < 256; number++) {
            if (number != 11 && number != 19 && !WITH_FIELDS.contains(number)) {
                assertThat(RequestCodec.decode(new byte[] {(byte) number, -1, -1, -1, -1, 7}))
                        .isEqualTo(new Refused(number));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "16, false, message 16", "17, true, add", "18, true, remove", "20, true, token", "21, true, token",
        "22, true, lock", "23, true, unlock", "24, true, message 24", "25, true, add", "26, true, token",
        "28, false, message 28", "9, false, message 9", "240, false, message 240"
    })
    void namesWhatItRefuses(int number, boolean management, String verb) {
        Refused refused = new Refused(number);

        assertThat(refused.isManagement()).isEqualTo(management);
        assertThat(refused.verb()).isEqualTo(verb);
    }

    @Test
    void namesTheRest() {
        assertThat(new ListIdentities().verb()).isEqualTo("list");
        assertThat(new SignRequest(blob(), blob(), 0).verb()).isEqualTo("sign");
        assertThat(new SessionBind(blob(), blob(), blob(), false).verb()).isEqualTo("bind");
        assertThat(new Query().verb()).isEqualTo("query");
        assertThat(new RemoveAll().verb()).isEqualTo("remove-all");
        assertThat(new UnknownExtension().verb()).isEqualTo("extension");
        assertThat(new Malformed(13, "key is cut off").verb()).isEqualTo("message 13");
    }

    @Test
    void knowsTwoExtensions() {
        assertThat(RequestCodec.decode(extension("query").toBytes())).isEqualTo(new Query());
        assertThat(RequestCodec.decode(
                        extension("restrict@example.org").string("any").toBytes()))
                .isEqualTo(new UnknownExtension());
        assertThat(RequestCodec.decode(extension("session-bind@openssh.com\0").toBytes()))
                .isEqualTo(new UnknownExtension());
        assertThat(RequestCodec.decode(extension("query").uint8(0).toBytes()))
                .isEqualTo(new Malformed(27, "1 bytes after the end"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 127, 128, 255})
    void takesNoThirdTruthValue(int value) {
        byte[] bind = Golden.message("bind-ed25519");
        bind[bind.length - 1] = (byte) value;

        assertThat(RequestCodec.decode(bind)).isEqualTo(new Malformed(27, "is_forwarding is neither 0 nor 1"));
    }

    @Test
    void neverThrowsOnRandomMessages() {
        Random random = new Random(9987);
        for (int i = 0; i < 20_000; i++) {
            byte[] message = Golden.message(i % 2 == 0 ? "bind-ed25519" : "sign-rsa");
            for (int change = 0; change < 1 + i % 3; change++) {
                message[random.nextInt(message.length)] = (byte) random.nextInt();
            }
            assertThat(RequestCodec.decode(message)).isNotNull();
        }
    }

    private static SshWriter extension(String name) {
        return new SshWriter().uint8(27).string(name);
    }

    private static Blob blob() {
        return Blob.of(new byte[0]);
    }
}
