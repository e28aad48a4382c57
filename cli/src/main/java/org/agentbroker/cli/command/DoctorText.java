package org.agentbroker.cli.command;

import java.util.Locale;
import org.agentbroker.broker.doctor.Finding;
import org.agentbroker.broker.doctor.Finding.Result;
import org.agentbroker.cli.print.Screen;
import org.agentbroker.cli.print.Screen.Tone;

/**
 * For people: a line for each link, below a failure its hint. With {@code -q} what holds and what was not looked at is left
 * out. The screen escapes what clients sent.
 */
final class DoctorText implements DoctorOutput {
    private static final String INDENT = " ".repeat(42);

    private final Screen screen;
    private final boolean quiet;
    private String client = "";
    private boolean named;
    private boolean attacking;

    DoctorText(Screen screen, boolean quiet) {
        this.screen = screen;
        this.quiet = quiet;
    }

    @Override
    public void begin(String name) {
        client = name;
        named = false;
        attacking = false;
        if (!quiet) {
            name();
        }
    }

    private void name() {
        if (!named) {
            named = true;
            screen.line(Tone.PLAIN, client);
        }
    }

    @Override
    public void tell(Finding finding) {
        if (quiet && (finding.result() == Result.OK || finding.result() == Result.SKIPPED)) {
            return;
        }
        name();
        if (!attacking && finding.link().isAttack()) {
            attacking = true;
            screen.line(Tone.PLAIN, "  the client as an attacker:");
        }
        screen.line(tone(finding.result()), line(finding));
        if (finding.hint() != null) {
            screen.line(Tone.PLAIN, INDENT + "hint: " + finding.hint());
        }
    }

    private static Tone tone(Result result) {
        return switch (result) {
            case OK, SKIPPED -> Tone.PLAIN;
            case WARNING -> Tone.WARNING;
            case FAILED, NOT_REFUSED -> Tone.PROBLEM;
        };
    }

    private static String line(Finding finding) {
        String time = finding.time().isZero() ? "" : finding.time().toMillis() + " ms";
        return String.format(
                Locale.ROOT,
                "  %-11s %8s  %-17s %s",
                word(finding),
                time,
                finding.link().label().replace('-', ' '),
                finding.detail());
    }

    private static String word(Finding finding) {
        return switch (finding.result()) {
            case OK -> finding.link().isAttack() ? "refused" : "ok";
            case WARNING -> "warn";
            case FAILED -> "FAILED";
            case NOT_REFUSED -> "NOT REFUSED";
            case SKIPPED -> "skipped";
        };
    }

    @Override
    public void end(DoctorTotals totals) {
        if (quiet) {
            return;
        }
        StringBuilder line = new StringBuilder();
        line.append(totals.clients() == 1 ? client : totals.clients() + " clients")
                .append(": ");
        line.append(totals.of(Result.OK) - totals.refused()).append(" ok, ");
        line.append(totals.refused()).append(" attacks refused, ");
        line.append(totals.of(Result.WARNING)).append(" warnings, ");
        line.append(totals.of(Result.FAILED)).append(" failed, ");
        line.append(totals.of(Result.NOT_REFUSED)).append(" NOT REFUSED, ");
        line.append(totals.of(Result.SKIPPED)).append(" skipped");
        screen.line(Tone.PLAIN, line.toString());
    }
}
