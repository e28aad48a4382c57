package org.agentbroker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.broker.doctor.Link;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.cli.Commands;
import org.agentbroker.cli.print.Screen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Findings as people and programs get them. */
class DoctorTextTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final DoctorTotals totals = new DoctorTotals();

    private static Finding finding(Link link, Result result, String detail, @Nullable Cause cause) {
        String hint = cause == null ? null : "do something";
        return new Finding("web1", link, result, Duration.ofMillis(12), detail, hint, cause);
    }

    private String told(DoctorOutput output, Finding... findings) {
        output.begin("web1");
        for (Finding finding : findings) {
            totals.count(finding);
            output.tell(finding);
        }
        totals.ended();
        output.end(totals);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private DoctorText text(boolean colours, boolean quiet) {
        return new DoctorText(Screen.terminal(out, colours, () -> 0), quiet);
    }

    private static final Finding[] ALL = {
        finding(Link.HOST_KEY, Result.OK, "SHA256:x, as pinned", null),
        finding(Link.SSH, Result.WARNING, "OpenSSH_8.4p1", null),
        finding(Link.REPOSITORY, Result.FAILED, "it is locked", Cause.NOT_NOW),
        finding(Link.OTHER_USER, Result.OK, "no login as root", null),
        finding(Link.DELETE, Result.NOT_REFUSED, "gone \u001b[2J for good", Cause.REFUSED),
    };

    @Test
    void layout() {
        assertThat(told(text(false, false), ALL)).isEqualTo("""
                web1
                  ok             12 ms  host key          SHA256:x, as pinned
                  warn           12 ms  ssh               OpenSSH_8.4p1
                  FAILED         12 ms  repository        it is locked
                                                          hint: do something
                  the client as an attacker:
                  refused        12 ms  other user        no login as root
                  NOT REFUSED    12 ms  delete            gone \\x1b[2J for good
                                                          hint: do something
                web1: 1 ok, 1 attacks refused, 1 warnings, 1 failed, 1 NOT REFUSED, 0 skipped
                """);
        assertThat(totals.code().code()).isEqualTo(77);
    }

    @Test
    void quietTellsWhatIsWrong() {
        assertThat(told(text(false, true), ALL).lines())
                .hasSize(7)
                .noneMatch(line -> line.contains("host key"))
                .first()
                .isEqualTo("web1");
    }

    @Test
    void quietSaysNothingWhenAllIsWell() {
        assertThat(told(text(false, true), ALL[0])).isEmpty();
        assertThat(totals.code().code()).isZero();
    }

    @Test
    void coloursAreForWhatIsWrong() {
        String told = told(text(true, false), ALL);

        assertThat(told.lines().filter(line -> line.startsWith("\u001b[31m"))).hasSize(2);
        assertThat(told.lines().filter(line -> line.startsWith("\u001b[33m"))).hasSize(1);
    }

    @Test
    void json() {
        assertThat(told(new DoctorJson(out), ALL[2], ALL[1]).lines())
                .containsExactly(
                        "{\"type\":\"finding\",\"client\":\"web1\",\"link\":\"repository\",\"attack\":false,"
                                + "\"result\":\"failed\",\"milliseconds\":12,\"detail\":\"it is locked\","
                                + "\"hint\":\"do something\"}",
                        "{\"type\":\"finding\",\"client\":\"web1\",\"link\":\"ssh\",\"attack\":false,"
                                + "\"result\":\"warning\",\"milliseconds\":12,\"detail\":\"OpenSSH_8.4p1\"}",
                        "{\"type\":\"doctor\",\"exit_code\":75,\"meaning\":\"not now: another pull is under way, the"
                                + " repository is locked, or the client asleep\",\"clients\":1,\"ok\":0,\"warning\":1,"
                                + "\"failed\":1,\"not_refused\":0,\"skipped\":0}");
    }

    @Test
    void warningsAloneAreOne() {
        told(text(false, false), ALL[1]);

        assertThat(totals.code().code()).isEqualTo(1);
    }

    @Test
    void withoutConfigItSaysWhatIsMissing() {
        Commands.Result result = Commands.broker("doctor");

        assertThat(result.code()).isEqualTo(78);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("broker.yaml");
    }
}
