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
 *   <li>lower case, no stop at the end; a problem has its hint on the next line;
 *   <li>nothing the client sent reaches the terminal unescaped;
 *   <li>{@code -q} leaves warnings and problems, {@code -v} adds steps and the audit;
 *   <li>of several clients each line names its own, and a table sums up.
 * </ul>
 */
public final class TextReporter implements Reporter {
    private final Screen screen;
    private final Verbosity verbosity;

    public TextReporter(Screen screen, Verbosity verbosity) {
        this.screen = screen;
        this.verbosity = verbosity;
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Said said) {
            said(said.client(), said.line());
        } else if (event instanceof Audited audited) {
            if (verbosity.isVerbose()) {
                own(audited.client(), "agent: " + audit(audited.decision()));
            }
        } else if (event instanceof Served served) {
            if (verbosity.isVerbose()) {
                own(served.client(), "server: " + served.message());
            }
        } else if (event instanceof Note note) {
            if (!verbosity.isQuiet()) {
                own(note.client(), note.message());
            }
        } else if (event instanceof Warning warning) {
            screen.line(Screen.Tone.WARNING, "broker: " + warning.client() + ": warning: " + warning.message());
        } else if (event instanceof Entered entered && verbosity.isVerbose()) {
            own(entered.client(), entered.phase().name().toLowerCase(Locale.ROOT));
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
        } else if (line instanceof ArchiveProgress progress) {
            progress(client, progress.finished() ? "" : counted(progress) + "  " + progress.path());
        } else if (line instanceof ProgressMessage progress) {
            progress(client, progress.finished() ? "" : progress.message());
        } else if (verbosity.isQuiet()) {
            return;
        } else if (line instanceof FileStatus status) {
            screen.line(Screen.Tone.PLAIN, client + ": " + status.status() + " " + status.path());
        } else if (line instanceof Text text) {
            screen.line(Screen.Tone.PLAIN, client + ": " + text.text());
        } else if (line instanceof Other other && verbosity.isVerbose()) {
            screen.line(Screen.Tone.PLAIN, client + ": " + other.fields());
        }
    }

    private void progress(String client, String text) {
        if (!verbosity.isQuiet()) {
            screen.progress(text.isEmpty() ? "" : client + ": " + text);
        }
    }

    private static String counted(ArchiveProgress progress) {
        return progress.files() + " files, " + Sizes.of(progress.originalSize()) + ", "
                + Sizes.of(progress.deduplicatedSize()) + " new";
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
        screen.progress("");
        if (outcome instanceof Completed completed) {
            summary(client, "done", completed.archive());
        } else if (outcome instanceof CompletedWithWarnings warned) {
            summary(client, "done with warnings", warned.archive());
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

    private void summary(String client, String how, @Nullable ArchiveSummary archive) {
        if (verbosity.isQuiet()) {
            return;
        }
        if (archive != null) {
            String seconds = String.format(Locale.ROOT, "%.1f s", archive.seconds());
            own(
                    client,
                    how + ": archive " + archive.name() + ", " + archive.files() + " files, "
                            + Sizes.of(archive.originalSize()) + ", " + Sizes.of(archive.deduplicatedSize())
                            + " new, in " + seconds);
        } else if (verbosity.isVerbose()) {
            own(client, how);
        }
    }

    private void own(String client, String message) {
        screen.line(Screen.Tone.PLAIN, "broker: " + client + ": " + message);
    }

    @Override
    public void problem(Problem problem) {
        synchronized (screen) { // a hint stands below its problem, whatever else ends meanwhile
            screen.line(Screen.Tone.PROBLEM, "broker: " + problem.what());
            screen.line(Screen.Tone.PLAIN, "broker: hint: " + problem.hint());
        }
    }

    @Override
    public void refused(ExitCode code, List<String> messages) {
        messages.forEach(message -> screen.line(Screen.Tone.PLAIN, "broker: " + message));
    }

    @Override
    public void decided(AgentEvent decision) {
        if (verbosity.isVerbose()) {
            screen.line(Screen.Tone.PLAIN, "broker: " + audit(decision));
        }
    }

    @Override
    public void warning(String message) {
        screen.line(Screen.Tone.WARNING, "broker: warning: " + message);
    }

    @Override
    public void note(String message) {
        if (!verbosity.isQuiet()) {
            screen.line(Screen.Tone.PLAIN, "broker: " + message);
        }
    }
}
