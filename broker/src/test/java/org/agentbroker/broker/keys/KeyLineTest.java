package org.agentbroker.broker.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.agentbroker.agent.key.AgentKey;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLineTest {
    private static final Instant END = Instant.parse("2026-11-23T01:48:37Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static KeyLine line(String command, ExpiryTime form, String client) throws UnusableInput {
        try (AgentKey key = AgentKey.generate("")) {
            return KeyLine.of(new ForcedCommand(command), END, form, key, client);
        }
    }

    @Test
    void isWhatSshdReads() throws UnusableInput {
        try (AgentKey key = AgentKey.generate("")) {
            ForcedCommand command =
                    ForcedCommand.of(List.of("borg", "serve", "--restrict-to-repository", "/srv/a \"b\""));
            String base64 = Base64.getEncoder().encodeToString(key.publicBlob().toBytes());
            assertThat(KeyLine.of(command, END, ExpiryTime.UTC, key, "web1").text())
                    .isEqualTo("restrict,command=\"borg serve --restrict-to-repository '/srv/a \\\"b\\\"'\","
                            + "expiry-time=\"20261123014837Z\" ssh-ed25519 " + base64 + " broker-pull web1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"web1", "user@host:22", "2001:db8::1", "a.b_c-d", "-"})
    void tellsWhoseItIs(String client) throws UnusableInput {
        assertThat(mark(line("borg \\\" ,expiry-time=", ExpiryTime.UTC, client).text()))
                .contains(new KeyLine.Mark(client, END));
        assertThat(mark(line("x", new ExpiryTime(BERLIN), client).text())).contains(new KeyLine.Mark(client, END));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\nb", "a,b", "caf\u00e9", "a/b", "\"", "a\u0000"})
    void refusesOtherNames(String client) {
        assertThatThrownBy(() -> line("x", ExpiryTime.UTC, client))
                .isInstanceOf(UnusableInput.class)
                .hasMessageStartingWith("not a name for a client with a key for each pull: ");
    }

    @Test
    void isNotMistakenForTheLineOfSomebodyElse() throws UnusableInput {
        String ours = line("borg serve", ExpiryTime.UTC, "web1").text();
        assertThat(mark(ours)).isPresent();
        for (String other : List.of(
                "",
                " " + ours,
                "#" + ours,
                ours + " ",
                ours + "\r",
                ours + " x",
                ours.replace("restrict,", ""),
                ours.replace("broker-pull", "broker"),
                ours.replace("broker-pull web1", "broker-pull"),
                ours.replace("ssh-ed25519", "ssh-rsa"),
                ours.replace("20261123014837Z", "20261323014837Z"),
                ours.replace("20261123014837Z", "20261123Z"),
                ours.replace("20261123014837Z", "0x1234567890abcd"),
                ours.replace("borg serve", "x".repeat(20000)))) {
            assertThat(mark(other)).as(other).isEmpty();
        }
    }

    @Test
    void isReadInNoTimeWhateverItIs() {
        String hostile = "restrict,command=\"" + ",expiry-time=\"".repeat(1000);
        assertThat(mark(hostile)).isEmpty();
    }

    private static Optional<KeyLine.Mark> mark(String line) {
        return KeyLine.mark(line.getBytes(StandardCharsets.UTF_8), BERLIN);
    }

    /** An sshd before 9.1 takes local time, and takes it for standard time in summer as well. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T01:48:37Z, UTC, 20261123014837Z",
        "2026-11-23T01:48:37.999Z, Europe/Berlin, 20261123024837",
        "2026-07-01T11:00:00Z, Europe/Berlin, 20260701120000",
        "2026-11-23T16:00:00Z, Asia/Tokyo, 20261124010000"
    })
    void saysWhenItEnds(Instant end, String zone, String text) {
        ExpiryTime form = zone.equals("UTC") ? ExpiryTime.UTC : new ExpiryTime(ZoneId.of(zone));
        assertThat(form.text(end)).isEqualTo(text);
        assertThat(ExpiryTime.parse(text, ZoneId.of(zone))).contains(Instant.ofEpochSecond(end.getEpochSecond()));
    }

    /** ssh-keygen reads moments by the same function as sshd, misc.c, parse_absolute_time. */
    @ParameterizedTest
    @ValueSource(strings = {"2026-07-01T11:00:00Z", "2026-12-01T11:00:00Z"})
    void saysItToOpenSsh(Instant end, @TempDir Path directory) throws Exception {
        String keygen = Programs.require("ssh-keygen");
        String text = new ExpiryTime(BERLIN).text(end);
        String script = "set -e; cd \"$1\"; $0 -q -t ed25519 -N '' -f ca; cp ca.pub k.pub; "
                + "TZ=Europe/Berlin $0 -q -s ca -I x -n x -V \"$2:20300101\" k.pub; TZ=UTC $0 -L -f k-cert.pub";
        assertThat(Programs.output(List.of("sh", "-c", script, keygen, directory.toString(), text), ""))
                .contains("Valid: from " + end.toString().replace("Z", "") + " to ");
    }

    @ParameterizedTest
    @CsvSource({
        "'OpenSSH_9.2p1 Debian-2, OpenSSL 3.0', true",
        "'OpenSSH_9.2, OpenSSL 3.0', true",
        "'OpenSSH_9.1', true",
        "'OpenSSH_10.0p2', true",
        "'OpenSSH_9.0p1', false",
        "'unknown option -- V\nOpenSSH_8.4p1, OpenSSL 1.1\nusage: sshd', false",
        "'OpenSSH_for_Windows_9.5', true",
        "'dropbear', true",
        "'', true"
    })
    void isWrittenForTheVersionOfSshd(String said, boolean utc) {
        ExpiryTime form = SshdVersion.expiryTime(SshdVersion.parse(said), BERLIN);
        assertThat(form).isEqualTo(utc ? ExpiryTime.UTC : new ExpiryTime(BERLIN));
    }
}
