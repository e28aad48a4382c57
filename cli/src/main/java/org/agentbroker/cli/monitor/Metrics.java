package org.agentbroker.cli.monitor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.history.History;
import org.agentbroker.broker.history.Latest;
import org.agentbroker.broker.history.PastPull;
import org.agentbroker.broker.history.PastPull.Ending;
import org.agentbroker.broker.ledger.Ledgers;
import org.agentbroker.broker.ledger.Standing;
import org.agentbroker.broker.lock.OwnDirectory;
import org.agentbroker.broker.lock.WholeFile;
import org.agentbroker.broker.outcome.ArchiveSummary;

/** A textfile for Prometheus' node_exporter: how it stands with the backups of each client. */
final class Metrics {
    private static final int MOST_ROUNDS = 5;

    private final Path file;
    private final List<String> clients;
    private final History history;
    private final Ledgers ledgers;

    Metrics(Path file, List<String> clients, History history, Ledgers ledgers) {
        this.file = file;
        this.clients = clients;
        this.history = history;
        this.ledgers = ledgers;
    }

    /** Writes it anew, in one step. Another broker that knew less may do so at the same time, so it is looked at again. */
    synchronized void write() throws UnusableInput {
        String text = text();
        for (int i = 0; i < MOST_ROUNDS; i++) {
            try {
                replace(text);
                String now = text();
                if (now.equals(text)) {
                    return;
                }
                text = now;
            } catch (IOException e) {
                throw new UnusableInput(
                        "the metrics " + file + " cannot be written: " + OwnDirectory.reason(e),
                        "ls -ld " + file.getParent() + "; df " + file.getParent());
            }
        }
    }

    private void replace(String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        // node_exporter passes over names with another ending
        Path beside = Files.createTempFile(directory, "." + file.getFileName() + ".", ".new");
        WholeFile.replace(
                file,
                beside,
                text.getBytes(StandardCharsets.UTF_8),
                made -> Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-r--r--")));
    }

    private String text() throws UnusableInput {
        Map<String, Latest> all = new LinkedHashMap<>();
        for (String client : clients) {
            all.put(client, history.latest(client));
        }
        return text(all, ledgers.standings());
    }

    /** @param standings of those whose archives are on record */
    static String text(Map<String, Latest> all, Map<String, Standing> standings) {
        List<String> lines = new ArrayList<>();
        gauge(
                lines,
                all,
                "last_success_timestamp_seconds",
                "When the last good backup ended, 0 for never.",
                latest -> Optional.of(
                        good(latest).map(Ending::time).map(Metrics::seconds).orElse("0")));
        gauge(
                lines,
                all,
                "last_run_timestamp_seconds",
                "When the last backup began.",
                latest -> latest.any().map(PastPull::begun).map(Metrics::seconds));
        gauge(
                lines,
                all,
                "running",
                "Whether a backup is under way.",
                latest -> Optional.of(latest.any().filter(PastPull::running).isPresent() ? "1" : "0"));
        gauge(
                lines,
                all,
                "last_run_exit_code",
                "What broker exits with by the last backup, once it has ended.",
                latest -> last(latest).map(end -> Integer.toString(end.result().exitCode())));
        gauge(
                lines,
                all,
                "last_run_duration_seconds",
                "How long the last backup took, once it has ended.",
                latest -> last(latest).map(end -> Double.toString(end.took().toMillis() / 1000.0)));
        gauge(
                lines,
                all,
                "last_success_files",
                "Files in the archive of the last good backup.",
                latest -> archive(latest).map(each -> Long.toString(each.files())));
        gauge(
                lines,
                all,
                "last_success_original_size_bytes",
                "Size of what the last good backup saved.",
                latest -> archive(latest).map(each -> Long.toString(each.originalSize())));
        gauge(
                lines,
                all,
                "last_success_deduplicated_size_bytes",
                "What it added to the repository.",
                latest -> archive(latest).map(each -> Long.toString(each.deduplicatedSize())));
        lines.add(
                "# HELP broker_missing_archives Archives that vanished, changed or have an odd time, until accepted.");
        lines.add("# TYPE broker_missing_archives gauge");
        all.keySet().stream()
                .filter(standings::containsKey)
                .map(client -> line(
                        "missing_archives",
                        client,
                        Long.toString(standings.get(client).open())))
                .forEach(lines::add);
        return String.join("\n", lines) + "\n";
    }

    private static void gauge(
            List<String> lines,
            Map<String, Latest> all,
            String name,
            String help,
            Function<Latest, Optional<String>> value) {
        lines.add("# HELP broker_" + name + " " + help);
        lines.add("# TYPE broker_" + name + " gauge");
        all.forEach((client, latest) -> value.apply(latest).ifPresent(number -> lines.add(line(name, client, number))));
    }

    private static String line(String name, String client, String number) {
        return "broker_" + name + "{client=\"" + label(client) + "\"} " + number;
    }

    // prometheus.io, exposition formats: backslash, quote and newline
    private static String label(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String seconds(Instant time) {
        return Long.toString(time.getEpochSecond());
    }

    private static Optional<Ending> last(Latest latest) {
        return latest.any().flatMap(PastPull::ending);
    }

    private static Optional<Ending> good(Latest latest) {
        return latest.good().flatMap(PastPull::ending);
    }

    private static Optional<ArchiveSummary> archive(Latest latest) {
        return good(latest).flatMap(end -> end.result().archive());
    }
}
