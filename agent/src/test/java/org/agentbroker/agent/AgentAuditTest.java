package org.agentbroker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import org.agentbroker.agent.fixture.Frames;
import org.agentbroker.agent.fixture.Golden;
import org.agentbroker.agent.fixture.Peer;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.wire.AgentRequest.SessionBind;
import org.agentbroker.agent.wire.AgentRequest.SignRequest;
import org.agentbroker.agent.wire.Blob;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentAuditTest {
    private final Purpose purpose = new Purpose(2);
    private final SessionBind hop = purpose.hop.hop();
    private final SessionBind bind = purpose.bind();

    @Test
    void tellsOneLoginInItsOrder() {
        AgentConnection connection = purpose.agent.connect(hop);
        connection.answer(Frames.list());
        connection.answer(Frames.bind(bind));
        connection.answer(Frames.list());
        connection.answer(Frames.sign(purpose.login(bind).request()));
        connection.answer(Golden.message("add-ed25519"));
        connection.answer(Frames.sign(purpose.login(bind).request()));

        String hopKey = purpose.hop.pin().fingerprint();
        String serverKey = purpose.server.pin().fingerprint();
        String session = bind.sessionId().shortHash();
        assertThat(purpose.events)
                .extracting(
                        AgentEvent::request,
                        AgentEvent::reason,
                        AgentEvent::user,
                        AgentEvent::hostKey,
                        AgentEvent::session,
                        AgentEvent::signaturesLeft)
                .containsExactly(
                        tuple(
                                "connect",
                                Reason.HOP_ADMITTED,
                                null,
                                hopKey,
                                hop.sessionId().shortHash(),
                                2),
                        tuple("list", Reason.NOT_BOUND, null, null, null, 2),
                        tuple("bind", Reason.BOUND, null, serverKey, session, 2),
                        tuple("list", Reason.LISTED, null, null, null, 2),
                        tuple("sign", Reason.SIGNED, "borg", serverKey, session, 1),
                        tuple("add", Reason.NOT_OFFERED, null, null, null, 1),
                        tuple("sign", Reason.SESSION_REPEATED, "borg", serverKey, session, 1));
        assertThat(purpose.events).allSatisfy(event -> {
            assertThat(event.connection()).isOne();
            assertThat(event.key()).isEqualTo(purpose.key.fingerprint());
            assertThat(event.time()).isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
            assertThat(event.allowed()).isEqualTo(event.reason().allowed());
        });
    }

    @Test
    void countsConnectionsFromOne() {
        purpose.connect();
        purpose.connect().answer(Frames.list());

        assertThat(purpose.events).extracting(AgentEvent::connection).containsExactly(1, 2, 2);
    }

    @Test
    void tellsAStreamThatIsNoMessages() {
        purpose.connect().tooLarge();

        assertThat(purpose.events).last().satisfies(event -> {
            assertThat(event.request()).isEqualTo("frame");
            assertThat(event.reason()).isEqualTo(Reason.TOO_LARGE);
        });
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "root|root",
                "a\\nFORGED line|a?FORGED line",
                "\\u001b[2Jx|?[2Jx",
                "borg\\u0000|borg?",
                "bj\\u00f6rg|bj??rg",
                "\\u202eevil|???evil",
                "\\u007f|?",
                "''|''"
            },
            delimiter = '|')
    void showsAHostileUserInHarmlessCharacters(String user, String shown) {
        AgentConnection connection = purpose.connect();
        connection.answer(Frames.bind(bind));
        connection.answer(Frames.sign(purpose.login(bind).user(unescaped(user)).request()));

        assertThat(purpose.events).last().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(Reason.OTHER_USER);
            assertThat(event.user()).isEqualTo(shown);
        });
    }

    @Test
    void cutsALongUser() {
        AgentConnection connection = purpose.connect();
        connection.answer(Frames.bind(bind));
        connection.answer(
                Frames.sign(purpose.login(bind).user("u".repeat(10_000)).request()));

        assertThat(purpose.events).last().extracting(AgentEvent::user).isEqualTo("u".repeat(64));
    }

    @Test
    void tellsWhomAForgedLoginNames() {
        Peer stranger = Peer.withEd25519();
        AgentConnection connection = purpose.connect();
        connection.answer(Frames.bind(stranger.bind(bind.sessionId())));

        assertThat(purpose.events).last().satisfies(event -> {
            assertThat(event.reason()).isEqualTo(Reason.HOST_NOT_PINNED);
            assertThat(event.hostKey()).isEqualTo(stranger.pin().fingerprint());
        });
    }

    @Test
    void neverShowsData() {
        AgentConnection connection = purpose.connect();
        connection.answer(Frames.bind(bind));
        byte[] signed = connection.answer(Frames.sign(purpose.login(bind).request()));
        byte[] secret = "PAYLOAD-PAYLOAD".getBytes(StandardCharsets.UTF_8);
        connection.answer(Frames.sign(new SignRequest(purpose.key.publicBlob(), Blob.of(secret), 0)));
        connection.answer(Golden.message("lock"));
        connection.answer(Golden.message("add-rsa"));

        String told = purpose.events.toString();
        assertThat(told)
                .doesNotContain("PAYLOAD", "throw-away", "golden")
                .doesNotContain(hex(bind.sessionId().toBytes()).substring(0, 16))
                .doesNotContain(hex(signed).substring(20, 36));
        assertThat(told).contains(bind.sessionId().shortHash());
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n")
                .replace("\\u001b", "\u001b")
                .replace("\\u0000", "\u0000")
                .replace("\\u00f6", "\u00f6")
                .replace("\\u202e", "\u202e")
                .replace("\\u007f", "\u007f");
    }
}
