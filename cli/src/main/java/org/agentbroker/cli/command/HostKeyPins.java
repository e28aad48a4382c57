package org.agentbroker.cli.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.hostkey.HostKeys;
import org.agentbroker.broker.hostkey.KnownHostsFile;
import org.agentbroker.broker.hostkey.Scan;
import org.agentbroker.broker.hostkey.Shown;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.setup.Setup;
import org.agentbroker.cli.config.Config;
import org.agentbroker.cli.config.Draft;
import org.agentbroker.cli.config.Draft.Pinned;
import org.agentbroker.cli.config.InvalidConfig;
import org.agentbroker.cli.print.ExitCode;
import org.agentbroker.cli.print.Reporter;

/** Pins the host keys of a client, host by host: those behind another can be looked at when that is pinned. */
final class HostKeyPins {
    private final Invocation invocation;
    private final Reporter reporter;
    private final Steps steps;
    private final HostKeyDialog dialog;
    private final HostKeys keys;
    private final Setup setup;

    HostKeyPins(
            Invocation invocation, Reporter reporter, Steps steps, HostKeyDialog dialog, HostKeys keys, Setup setup) {
        this.invocation = invocation;
        this.reporter = reporter;
        this.steps = steps;
        this.dialog = dialog;
        this.keys = keys;
        this.setup = setup;
    }

    /**
     * @param again also hosts of which a key is pinned already
     * @param all further keys of such hosts, too, not only those that have changed
     * @return the first thing that went wrong, or done
     */
    ExitCode pin(Config config, String client, boolean again, boolean all)
            throws InvalidConfig, IOException, InterruptedException {
        int hosts = config.draft(client).hosts().size();
        for (int i = 0; i < hosts; i++) {
            Draft draft = config.draft(client); // with what was pinned meanwhile
            Pinned pinned = draft.hosts().get(i);
            if (pinned.isPinned() && !again) {
                steps.alreadySo("the host keys of " + pinned.host().name() + " are pinned: "
                        + String.join(
                                ", ",
                                pinned.host().reach().pins().stream()
                                        .map(HostPin::fingerprint)
                                        .toList()));
                continue;
            }
            ExitCode code = pin(draft, pinned, all);
            if (code != ExitCode.DONE) {
                return code;
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode pin(Draft draft, Pinned pinned, boolean all) throws IOException, InterruptedException {
        Host host = pinned.host();
        Scan scan = keys.of(host);
        if (scan instanceof Scan.Unseen unseen) {
            return steps.failed(unseen.why());
        }
        Scan.Seen seen = (Scan.Seen) scan;
        dialog.show(HostKeyText.lines(host, seen));
        boolean known = seen.keys().stream().allMatch(shown -> shown.state() == Shown.State.PINNED)
                || pinned.isPinned() && !seen.isChanged() && !all;
        if (known) {
            steps.alreadySo("the host keys of " + host.name() + " are pinned");
            return ExitCode.DONE;
        }
        HostKeyDialog.Choice choice = dialog.choose(host, seen);
        if (choice.failed() != null) {
            return steps.failed(choice.failed());
        }
        Path file = pinned.file();
        return file == null ? show(pinned, choice) : write(draft, host, file, choice);
    }

    private ExitCode write(Draft draft, Host host, Path file, HostKeyDialog.Choice choice) throws InterruptedException {
        try {
            Path locks = StateDirectory.locks(StateDirectory.of(invocation.environment(), invocation.home()));
            return steps.tell(setup.pin(
                    draft.pull(),
                    KnownHostsFile.of(file, locks),
                    file,
                    host.reach().host(),
                    host.reach().port(),
                    choice.pinning()));
        } catch (UnusableInput e) {
            return steps.unusable(e);
        }
    }

    /** The config is its author's alone. */
    private ExitCode show(Pinned pinned, HostKeyDialog.Choice choice) throws IOException {
        List<String> lines = choice.pinning().keys().stream()
                .map(key -> "\"" + key.line() + "\"")
                .toList();
        reporter.note("its pins stand in the config: put this under " + pinned.section());
        steps.out("host-keys: [" + String.join(", ", lines) + "]");
        return ExitCode.DONE;
    }
}
