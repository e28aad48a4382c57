package org.agentbroker.cli.print;

import java.util.List;
import java.util.Locale;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.broker.borg.BorgLine;
import org.agentbroker.broker.borg.BorgLine.ArchiveProgress;
import org.agentbroker.broker.borg.BorgLine.FileStatus;
import org.agentbroker.broker.borg.BorgLine.LogMessage;
import org.agentbroker.broker.borg.BorgLine.Other;
import org.agentbroker.broker.borg.BorgLine.ProgressMessage;
import org.agentbroker.broker.borg.BorgLine.Text;
import org.agentbroker.broker.event.PullEvent;
import org.agentbroker.broker.event.PullEvent.Audited;
import org.agentbroker.broker.event.PullEvent.Entered;
import org.agentbroker.broker.event.PullEvent.Note;
import org.agentbroker.broker.event.PullEvent.Said;
import org.agentbroker.broker.event.PullEvent.Served;
import org.agentbroker.broker.event.PullEvent.Warning;
import org.agentbroker.broker.outcome.ArchiveSummary;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Completed;
import org.agentbroker.broker.outcome.Outcome.CompletedWithWarnings;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Problem;
import org.jspecify.annotations.Nullable;

/**
 * For people. The rules:
 * <ul>
 *   <li>what broker says starts with {@code broker:}, what the client says with the client's name;
 *   <li>lower case, no stop at the end; a problem has its hint on the next line, a warning too if it has one;
 *   <li>nothing the client sent reaches the terminal unescaped;
 *   <li>{@code -q} leaves warnings and problems, {@code -v} adds steps and the audit;
 *   <li>of several clients each line names its own, and a table sums up.
 * </ul>
 */
public final class TextReporter implements Reporter {
    private final Lines screen;
    private final Verbosity verbosity;
    private final Progress progress;

    public TextReporter(Screen screen, Verbosity verbosity) {
        this((Lines) screen, verbosity);
    }

    /** All that {@code -v} says. */
    public TextReporter(LogFile log) {
        this(log, Verbosity.VERBOSE);
    }

    TextReporter(Lines screen, Verbosity verbosity) {
        this(screen, verbosity, new Progress(System::nanoTime));
    }

    TextReporter(Lines screen, Verbosity verbosity, Progress progress) {
        this.screen = screen;
        this.verbosity = verbosity;
        this.progress = progress;
    }

    @Override
    public void beginning(int pulls) {
        progress.expect(pulls);
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Said said) {
            said(said.client(), said.line());
        } else if (event instanceof Audited audited) {
            if (verbosity.isVerbose()) {
                detail(audited.client(), "agent: " + audit(audited.decision()));
            }
        } else if (event instanceof Served served) {
            if (verbosity.isVerbose()) {
                detail(served.client(), "server: " + served.message());
            }
        } else if (event instanceof Note note) {
            if (!verbosity.isQuiet()) {
                own(note.client(), note.message());
            }
        } else if (event instanceof Warning warning) {
            warning(warning.client() + ": warning: " + warning.message(), warning.hint());
        } else if (event instanceof Entered entered) {
            progress.begun(entered.client());
            if (verbosity.isVerbose()) {
                detail(entered.client(), entered.phase().name().toLowerCase(Locale.ROOT));
            }
        }
    }

    private void said(String client, BorgLine line) {
        if (line instanceof LogMessage message) {
            boolean bad = !message.level().equals("INFO") && !message.level().equals("DEBUG");
            if (bad || !verbosity.isQuiet()) {
                Screen.Tone tone = bad ? Screen.Tone.WARNING : Screen.Tone.PLAIN;
                // borg's advice has several paragraphs in one message
                message.message()
                        .lines()
                        .filter(text -> !text.isBlank())
                        .forEach(text -> screen.line(tone, client + ": " + text));
            }
        } else if (line instanceof ArchiveProgress archive) {
            progress.said(client, archive);
            showProgress(client);
        } else if (line instanceof ProgressMessage message) {
            progress.said(client, message.finished() ? "" : message.message());
            showProgress(client);
        } else if (verbosity.isQuiet()) {
            return;
        } else if (line instanceof FileStatus status) {
            screen.line(Screen.Tone.PLAIN, client + ": " + status.status() + " " + status.path());
        } else if (line instanceof Text text) {
            screen.line(Screen.Tone.PLAIN, client + ": " + text.text());
        } else if (line instanceof Other other && verbosity.isVerbose()) {
            screen.line(Screen.Tone.DETAIL, client + ": " + other.fields());
        }
    }

    private void showProgress(String client) {
        int columns = screen.progressWidth();
        if (columns > 0 && !verbosity.isQuiet()) {
            String line = progress.line(columns);
            if (line.isEmpty() || progress.isDue()) {
                screen.progress(line);
            }
        } else if (columns == 0 && verbosity.isVerbose() && progress.isDueInLog(client)) {
            detail(client, progress.logged(client));
        }
    }

    private static String audit(AgentEvent event) {
        StringBuilder line = new StringBuilder(event.request())
                .append(event.allowed() ? " granted: " : " refused: ")
                .append(event.reason().sentence())
                .append(" (connection ")
                .append(event.connection());
        append(line, ", user ", event.user());
        append(line, ", host key ", event.hostKey());
        append(line, ", session ", event.session());
        append(line, ", signatures left ", event.signaturesLeft());
        return line.append(')').toString();
    }

    private static void append(StringBuilder line, String label, @Nullable Object value) {
        if (value != null) {
            line.append(label).append(value);
        }
    }

    @Override
    public void ended(String client, Outcome outcome) {
        progress.ended(client);
        screen.progress("");
        if (outcome instanceof Completed completed) {
            summary(client, "done", "", completed.archive());
        } else if (outcome instanceof CompletedWithWarnings warned) {
            summary(client, "done with warnings", warnings(warned.warnings()), warned.archive());
        } else if (outcome instanceof Failed failed && failed.cause() == Cause.ASLEEP) {
            note("asleep: " + failed.problem().what());
        } else if (outcome instanceof Failed failed) {
            problem(failed.problem());
        }
    }

    @Override
    public void summary(List<Ended> all) {
        List<Ended> shown =
                verbosity.isQuiet() ? all.stream().filter(Ended::isFailure).toList() : all;
        if (!shown.isEmpty()) {
            SummaryTable.lines(shown).forEach(line -> screen.line(Screen.Tone.PLAIN, "broker: " + line));
        }
    }

    private void summary(String client, String how, String more, @Nullable ArchiveSummary archive) {
        if (verbosity.isQuiet()) {
            return;
        }
        if (archive != null) {
            String seconds = String.format(Locale.ROOT, "%.1f s", archive.seconds());
            own(
                    client,
                    how + ": archive " + archive.name() + ", " + archive.files() + " files, "
                            + Sizes.of(archive.originalSize()) + ", " + Sizes.of(archive.deduplicatedSize())
                            + " new, in " + seconds + more);
        } else if (verbosity.isVerbose()) {
            own(client, how + more);
        }
    }

    private static String warnings(int count) {
        return count == 0 ? "" : ", " + count + (count == 1 ? " warning" : " warnings");
    }

    private void own(String client, String message) {
        screen.line(Screen.Tone.PLAIN, "broker: " + client + ": " + message);
    }

    private void detail(String client, String message) {
        screen.line(Screen.Tone.DETAIL, "broker: " + client + ": " + message);
    }

    @Override
    public void problem(Problem problem) {
        synchronized (screen) { // a hint stands below its problem, whatever else ends meanwhile
            screen.line(Screen.Tone.PROBLEM, "broker: " + problem.what());
            screen.line(Screen.Tone.HINT, "broker: hint: " + problem.hint());
        }
    }

    @Override
    public void refused(ExitCode code, List<String> messages) {
        messages.forEach(message -> screen.line(
                message.startsWith("hint: ") ? Screen.Tone.HINT : Screen.Tone.PROBLEM, "broker: " + message));
    }

    @Override
    public void decided(AgentEvent decision) {
        if (verbosity.isVerbose()) {
            screen.line(Screen.Tone.DETAIL, "broker: " + audit(decision));
        }
    }

    @Override
    public void warning(String message) {
        warning("warning: " + message, "");
    }

    @Override
    public void warning(Problem problem) {
        warning("warning: " + problem.what(), problem.hint());
    }

    private void warning(String text, String hint) {
        synchronized (screen) { // as of a problem
            screen.line(Screen.Tone.WARNING, "broker: " + text);
            if (!hint.isEmpty()) {
                screen.line(Screen.Tone.ADVICE, "broker: hint: " + hint);
            }
        }
    }

    @Override
    public void note(String message) {
        if (!verbosity.isQuiet()) {
            screen.line(Screen.Tone.PLAIN, "broker: " + message);
        }
    }
}
