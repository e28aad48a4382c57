package org.agentbroker.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.hostkey.Host;
import org.agentbroker.broker.hostkey.Scan.Seen;
import org.agentbroker.broker.hostkey.Shown;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.setup.Setup.Pinning;
import org.agentbroker.cli.print.Reporter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which of a host's keys a person wants pinned. Never silently: by an answer, or by an option. */
final class HostKeyDialog {
    /** What pins without a question. */
    static final class Options {
        @Option(names = "--yes", description = "Pin what is shown without a question.")
        boolean yes;

        @Option(
                names = "--fingerprint",
                paramLabel = "SHA256:...",
                description = "Pin the key with this fingerprint without a question, and no other; may be repeated.")
        List<String> fingerprints = new ArrayList<>();

        @Option(
                names = "--replace",
                description = "Replace pins of keys that have changed; with setup also another line of the same key.")
        boolean replace;
    }

    /** Which keys, or why none. */
    record Choice(@Nullable Pinning pinning, @Nullable Failed failed) {}

    private final Options options;
    private final Reporter reporter;
    private final @Nullable Answers answers;

    /** @param answers null when there is nobody to ask */
    HostKeyDialog(Options options, Reporter reporter, @Nullable Answers answers) {
        this.options = options;
        this.reporter = reporter;
        this.answers = answers;
    }

    /** Who shall answer sees them whatever {@code -q} says. */
    void show(List<String> lines) {
        for (String line : lines) {
            if (answers == null) {
                reporter.note(line);
            } else {
                answers.show(line);
            }
        }
    }

    /** To be asked only when a key is not pinned yet. */
    Choice choose(Host host, Seen seen) throws IOException {
        if (seen.isChanged() && !options.replace) {
            return failed(Cause.HOST_KEY, changed(host, seen), check(host) + "; if it is right, say --replace");
        }
        List<HostPin> keys = seen.keys().stream().map(Shown::key).toList();
        if (!options.fingerprints.isEmpty()) {
            return byFingerprint(host, keys);
        }
        if (options.yes) {
            return new Choice(new Pinning(keys, options.replace), null);
        }
        if (answers == null) {
            return failed(
                    Cause.HOST_KEY,
                    "the host keys of " + host.name() + " are not pinned, and there is no terminal to ask at",
                    check(host) + ", and give --fingerprint SHA256:..., or --yes");
        }
        return ask(host, keys, answers);
    }

    private Choice byFingerprint(Host host, List<HostPin> keys) {
        List<HostPin> matching = keys.stream()
                .filter(key -> options.fingerprints.contains(key.fingerprint()))
                .toList();
        return matching.isEmpty()
                ? failed(
                        Cause.HOST_KEY,
                        host.name() + " shows no host key with the fingerprint "
                                + String.join(" or ", options.fingerprints),
                        check(host))
                : new Choice(new Pinning(matching, options.replace), null);
    }

    private Choice ask(Host host, List<HostPin> keys, Answers at) throws IOException {
        at.show(check(host));
        String question = "pin these keys of " + host.knownName() + "? (yes/no/the fingerprint) ";
        for (String answer = at.ask(question); answer != null; answer = at.ask("type yes, no or the fingerprint: ")) {
            String said = answer;
            if (said.equals("yes")) {
                return new Choice(new Pinning(keys, options.replace), null);
            }
            if (said.equals("no")) {
                break;
            }
            List<HostPin> matching =
                    keys.stream().filter(key -> key.fingerprint().equals(said)).toList();
            if (!matching.isEmpty()) {
                return new Choice(new Pinning(matching, options.replace), null);
            }
        }
        return failed(Cause.HOST_KEY, "no host key of " + host.name() + " was pinned", check(host));
    }

    static String changed(Host host, Seen seen) {
        StringBuilder text = new StringBuilder("the host key of " + host.name() + " is not the pinned one:");
        for (Shown shown : seen.keys()) {
            if (shown.state() == Shown.State.CHANGED) {
                text.append(" it shows ").append(shown.key()).append(", pinned is ");
                text.append(String.join(
                        " and ",
                        shown.pinned().stream().map(HostPin::fingerprint).toList()));
            }
        }
        return text.toString();
    }

    static String check(Host host) {
        return "compare at the console of " + host.reach().host()
                + ": ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub";
    }

    private static Choice failed(Cause cause, String what, String hint) {
        return new Choice(null, new Failed(Phase.CONNECT, cause, what, hint));
    }
}
