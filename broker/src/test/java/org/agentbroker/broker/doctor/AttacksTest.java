package org.agentbroker.broker.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.broker.event.PullEvent.Audited;
import org.agentbroker.broker.event.PullListener;
import org.junit.jupiter.api.Test;

/** What the agent has seen counts, whatever the client says; where it has seen nothing, silence proves nothing. */
class AttacksTest {
    private final Recorder seen = new Recorder(PullListener.none());

    private void decided(String request, Reason reason, String user) {
        seen.heard(new Audited(
                "web1", new AgentEvent(Instant.EPOCH, 1, request, reason, "SHA256:k", user, "SHA256:h", "00", 0)));
    }

    private static Report report(String... lines) {
        Report report = new Report(InstantSource.fixed(Instant.EPOCH));
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            report.write(text, 0, text.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return report;
    }

    @Test
    void aSignatureForAnotherUserCannotBeDenied() {
        decided("sign", Reason.SIGNED, "root");

        assertThat(Attacks.otherUser(report("doctor other-user 255 denied"), seen, "borgs", "root")
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
    }

    @Test
    void anotherUserIsRefused() {
        decided("sign", Reason.OTHER_USER, "root");
        Report report = report("doctor other-user 255 denied");

        assertThat(Attacks.otherUser(report, seen, "borgs", "root").result()).isEqualTo(Result.OK);
        assertThat(Attacks.otherUser(report(), seen, "borgs", "root").result()).isEqualTo(Result.WARNING);
        assertThat(Attacks.otherUser(report("doctor other-user 0"), seen, "borgs", "root")
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
    }

    @Test
    void twoSignaturesAreOneTooMany() {
        decided("sign", Reason.SIGNED, "borgs");
        assertThat(Attacks.secondLogin(report("doctor second 255"), seen).result())
                .isEqualTo(Result.WARNING);
        decided("list", Reason.EXHAUSTED, null);
        assertThat(Attacks.secondLogin(report("doctor second 255"), seen).result())
                .isEqualTo(Result.OK);
        assertThat(Attacks.secondLogin(report(), seen).result()).isEqualTo(Result.WARNING);
        decided("sign", Reason.SIGNED, "borgs");
        assertThat(Attacks.secondLogin(report("doctor second 255"), seen).result())
                .isEqualTo(Result.NOT_REFUSED);
    }

    @Test
    void changingTheAgent() {
        assertThat(Attacks.changeAgent(report("doctor add 1"), seen).result()).isEqualTo(Result.WARNING);
        assertThat(Attacks.changeAgent(report("doctor add 127 not found"), seen).result())
                .isEqualTo(Result.SKIPPED);
        decided("add", Reason.NOT_OFFERED, null);
        assertThat(Attacks.changeAgent(report(), seen).result()).isEqualTo(Result.OK);
        decided("remove", Reason.KEY_REMOVED, null);
        assertThat(Attacks.changeAgent(report(), seen).result()).isEqualTo(Result.NOT_REFUSED);
    }

    @Test
    void whatIsAskedAfterTheEnd() {
        Report gone = report("doctor left-socket 2 no such file", "doctor left-process 2 alive");
        seen.end();
        assertThat(Attacks.afterwards(gone, seen).result()).isEqualTo(Result.OK);
        assertThat(Attacks.afterwards(report(), seen).result()).isEqualTo(Result.WARNING);
        assertThat(Attacks.afterwards(report("doctor left-socket 0", "doctor left-process 2 alive"), seen)
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
        decided("list", Reason.LISTED, null);
        assertThat(Attacks.afterwards(gone, seen).result()).isEqualTo(Result.NOT_REFUSED);
    }

    @Test
    void commandsHostsAndRepositories() {
        decided("sign", Reason.SIGNED, "borgs");
        assertThat(Attacks.otherCommand(report("doctor command 0 yes uid=0"), seen, false)
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
        assertThat(Attacks.otherCommand(report("doctor command 2 no usage"), seen, false)
                        .result())
                .isEqualTo(Result.OK);
        assertThat(Attacks.otherHost(report("doctor forward 0 yes SSH-2.0-"), seen)
                        .result())
                .isEqualTo(Result.NOT_REFUSED);
        assertThat(Attacks.otherHost(report(), seen).result()).isEqualTo(Result.WARNING);
        assertThat(repositories("refused", "refused")).isEqualTo(Result.OK);
        assertThat(repositories("refused", "reached")).isEqualTo(Result.WARNING);
        assertThat(repositories("reached", "reached")).isEqualTo(Result.NOT_REFUSED);
        assertThat(repositories("other", "other")).isEqualTo(Result.WARNING);
        assertThat(Attacks.otherRepository(report("doctor beside 2 refused x")).result())
                .isEqualTo(Result.OK);
        assertThat(Attacks.otherRepository(report()).result()).isEqualTo(Result.WARNING);
    }

    private static Result repositories(String outside, String beside) {
        return Attacks.otherRepository(report("doctor outside 2 " + outside + " x", "doctor beside 2 " + beside + " x"))
                .result();
    }

    @Test
    void aLoginThatDidNotComeAboutProvesNothing() {
        assertThat(Attacks.otherCommand(report("doctor command 255 no denied"), seen, false)
                        .result())
                .isEqualTo(Result.WARNING);
    }

    @Test
    void deleting() {
        Report played = report("doctor init 0", "doctor create 0", "doctor delete 0", "doctor compact 0");
        assertThat(Attacks.delete(played, Optional.of(true)).result()).isEqualTo(Result.OK);
        assertThat(Attacks.delete(played, Optional.of(false)).result()).isEqualTo(Result.NOT_REFUSED);
        assertThat(Attacks.delete(played, Optional.empty()).result()).isEqualTo(Result.WARNING);
        Report uncompacted = report("doctor init 0", "doctor create 0", "doctor delete 0", "doctor compact 124");
        assertThat(Attacks.delete(uncompacted, Optional.of(true)).result()).isEqualTo(Result.WARNING);
        Report old =
                report("doctor init 0", "doctor create 0", "doctor delete 0", "doctor compact 2 invalid choice: x");
        assertThat(Attacks.delete(old, Optional.of(true)).result()).isEqualTo(Result.OK);
        assertThat(Attacks.delete(report("doctor init 2 Permission denied"), Optional.of(false))
                        .detail())
                .contains("Permission denied");
    }

    @Test
    void aReportIsBounded() throws IOException {
        Report report =
                report("doctor a 1", "doctor a 2", "doctor  ", "doctor", "nonsense", "doctor b " + "x".repeat(1 << 19));
        for (int i = 0; i < 1000; i++) {
            byte[] line = ("doctor key" + i + " v\n").getBytes(StandardCharsets.UTF_8);
            report.write(line, 0, line.length);
        }

        assertThat(report.entry("a").orElseThrow().status()).isEqualTo(1);
        assertThat(report.entry("b").orElseThrow().value()).hasSizeLessThan(1024);
        assertThat(report.entry("key10")).isPresent();
        assertThat(report.entry("key999")).isEmpty();
        assertThat(report.odd()).isEqualTo("doctor");
        assertThatThrownBy(() -> report.write(new byte[1 << 20])).isInstanceOf(IOException.class);
        assertThat(report("doctor x 99999999999").entry("x").orElseThrow().status())
                .isEqualTo(-1);
    }

    @Test
    void whatAClientLeftMayBeNothingOdd() {
        assertThat(Left.of(report("doctor left 12 /tmp/ssh-x/agent.1 /tmp/broker-doctor-1")))
                .hasSize(3);
        assertThat(Left.of(report("doctor left 12 /tmp/$(id) /tmp/d"))).isEmpty();
        assertThat(Left.of(report("doctor left -1 /tmp/s /tmp/d"))).isEmpty();
        assertThat(Left.of(report())).isEmpty();
    }
}
