package org.agentbroker.cli.print;

import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.outcome.Problem;
import org.jspecify.annotations.Nullable;

/** For programs: one object a line with borg's field names; the last one of a client has type {@code outcome}. */
public final class JsonReporter implements Reporter {
    private final JsonLines lines;

    public JsonReporter(PrintStream out) {
        this.lines = new JsonLines(out);
    }

    @Override
    public void beginning(int pulls) {
        // a program knows what it asked for
    }

    @Override
    public void heard(PullEvent event) {
        if (event instanceof Said said) {
            said(said.client(), said.line());
        } else if (event instanceof Audited audited) {
            audited(audited.client(), audited.decision());
        } else if (event instanceof Served served) {
            log(served.client(), "DEBUG", "server", served.message(), "");
        } else if (event instanceof Note note) {
            log(note.client(), "INFO", "broker", note.message(), "");
        } else if (event instanceof Warning warning) {
            String hint = warning.hint().isEmpty() ? "" : "; hint: " + warning.hint();
            log(warning.client(), "WARNING", "broker", warning.message() + hint, "");
        } else if (event instanceof Entered entered) {
            Map<String, Object> fields = object("phase", entered.client());
            fields.put("phase", lower(entered.phase()));
            lines.write(fields);
        }
    }

    private void said(String client, BorgLine line) {
        Map<String, Object> fields;
        if (line instanceof LogMessage message) {
            log(client, message.level(), message.name(), message.message(), message.id());
            return;
        } else if (line instanceof Text text) {
            log(client, "INFO", "client", text.text(), "");
            return;
        } else if (line instanceof ArchiveProgress progress) {
            fields = object("archive_progress", client);
            fields.put("nfiles", progress.files());
            fields.put("original_size", progress.originalSize());
            fields.put("deduplicated_size", progress.deduplicatedSize());
            fields.put("path", progress.path());
            fields.put("finished", progress.finished());
        } else if (line instanceof ProgressMessage progress) {
            fields = object("progress_message", client);
            fields.put("message", progress.message());
            fields.put("finished", progress.finished());
        } else if (line instanceof FileStatus status) {
            fields = object("file_status", client);
            fields.put("status", status.status());
            fields.put("path", status.path());
        } else {
            // a type that we do not know must not pass for one of ours
            fields = object("borg", client);
            fields.put("borg", String.valueOf(((Other) line).fields()));
        }
        lines.write(fields);
    }

    private void audited(@Nullable String client, AgentEvent event) {
        Map<String, Object> fields = object("audit", client);
        fields.put("request", event.request());
        fields.put("allowed", event.allowed());
        fields.put("reason", lower(event.reason()));
        fields.put("message", event.reason().sentence());
        fields.put("connection", event.connection());
        fields.put("key", event.key());
        fields.put("user", event.user());
        fields.put("host_key", event.hostKey());
        fields.put("session", event.session());
        fields.put("signatures_left", event.signaturesLeft());
        lines.write(fields);
    }

    @Override
    public void ended(String client, Outcome outcome) {
        Map<String, Object> fields = object("outcome", client);
        ExitCode code = ExitCode.of(outcome);
        fields.put("exit_code", code.code());
        fields.put("meaning", code.meaning());
        if (outcome.borgCode().isPresent()) {
            fields.put("borg_exit_code", outcome.borgCode().getAsInt());
        }
        if (outcome instanceof Failed failed) {
            fields.put("phase", lower(failed.phase()));
            fields.put("cause", lower(failed.cause()));
            fields.put("message", failed.problem().what());
            fields.put("hint", failed.problem().hint());
        }
        archive(outcome, fields);
        lines.write(fields);
    }

    private static void archive(Outcome outcome, Map<String, Object> fields) {
        ArchiveSummary archive = Ended.archive(outcome);
        if (archive != null) {
            fields.put("archive", archive.name());
            fields.put("archive_id", archive.id());
            fields.put("duration", archive.seconds());
            fields.put("nfiles", archive.files());
            fields.put("original_size", archive.originalSize());
            fields.put("deduplicated_size", archive.deduplicatedSize());
        }
    }

    /** Each has had its outcome; those that were not begun get theirs here. */
    @Override
    public void summary(List<Ended> all) {
        for (Ended each : all) {
            if (each.outcome() == null) {
                String what = "the pull of " + each.client() + " was not begun";
                ended(each.client(), new Failed(Phase.PLAN, Cause.CANCELLED, what, "start it again"));
            }
        }
    }

    @Override
    public void problem(Problem problem) {
        log(null, "ERROR", "broker", problem.what() + "; hint: " + problem.hint(), "");
    }

    @Override
    public void refused(ExitCode code, List<String> messages) {
        messages.forEach(message -> log(null, "ERROR", "broker", message, ""));
        Map<String, Object> fields = object("outcome", null);
        fields.put("exit_code", code.code());
        fields.put("meaning", code.meaning());
        fields.put("message", messages.get(0));
        lines.write(fields);
    }

    @Override
    public void decided(AgentEvent decision) {
        audited(null, decision);
    }

    @Override
    public void warning(String message) {
        log(null, "WARNING", "broker", message, "");
    }

    @Override
    public void warning(Problem problem) {
        warning(problem.what() + "; hint: " + problem.hint());
    }

    @Override
    public void note(String message) {
        log(null, "INFO", "broker", message, "");
    }

    private void log(@Nullable String client, String level, String name, String message, String id) {
        Map<String, Object> fields = object("log_message", client);
        fields.put("levelname", level);
        fields.put("name", name);
        fields.put("message", message);
        fields.put("msgid", id.isEmpty() ? null : id);
        lines.write(fields);
    }

    private static Map<String, Object> object(String type, @Nullable String client) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("type", type);
        fields.put("time", BigDecimal.valueOf(Instant.now().toEpochMilli(), 3)); // never in powers of ten
        fields.put("client", client);
        return fields;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
