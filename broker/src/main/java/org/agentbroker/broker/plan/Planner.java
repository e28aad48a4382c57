package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.secret.SecretSource;

/** From what is wanted to how it is done. */
final class Planner {
    private Planner() {}

    static Plan plan(Pull pull, Timing timing) throws UnusableInput {
        Client client = pull.client();
        Server server = pull.server();
        Words.requireHost(client.host(), pull.name());
        Words.requirePort(client.port(), pull.name());
        Words.requireUser(client.user(), pull.name());
        Words.requireHost(server.host(), "the server");
        Words.requirePort(server.port(), "the server");
        Words.requireUser(server.user(), "the server");
        Words.requireRepository(pull.repository());
        requirePins(client.pins(), pull.name());
        requirePins(server.pins(), "the server");
        requireAttempt(pull);
        List<String> borg = borgWords(pull);
        Words.requireOneLine(borg);
        Words.requireOneLine(pull.borg());
        String url = url(server, pull.repository());
        String returnCommand = ReturnSsh.command(server, timing.connect());
        List<String> words = new ArrayList<>(environment(pull, url, returnCommand));
        words.addAll(borg);
        List<String> starters = pull.borg().subList(0, pull.borg().size() - 1);
        return new Plan(
                pull.name(),
                client,
                server,
                pull.key(),
                pull.keyPassphrase(),
                pull.passphrase(),
                policy(pull),
                url,
                returnCommand,
                RemoteScript.loginCommand(starters),
                RemoteScript.firstLine(words, timing.silence()),
                borg,
                pull.command().summarizes(),
                pull.command().needsLogin(),
                pull.deadline(),
                pull.retry(),
                pull.soft());
    }

    private static void requirePins(List<HostPin> pins, String whose) throws UnusableInput {
        if (pins.isEmpty()) {
            throw new UnusableInput(
                    "no host key is pinned for " + whose, "add host-keys: [...]; nothing is accepted unseen");
        }
    }

    private static void requireAttempt(Pull pull) throws UnusableInput {
        if (pull.retry().attempts() < 1 || pull.retry().delay().isNegative()) {
            throw new UnusableInput(
                    "a retry without an attempt or with a pause below zero", "correct retry of " + pull.name());
        }
    }

    private static List<String> borgWords(Pull pull) throws UnusableInput {
        if (pull.borg().isEmpty() || pull.borg().contains("")) {
            throw new UnusableInput("an empty borg command", "leave it out, or say borg: borg");
        }
        List<String> words = new ArrayList<>();
        words.add(pull.borg().get(pull.borg().size() - 1));
        words.add("--log-json");
        words.add("--lock-wait");
        words.add(Long.toString(pull.lockWait().toSeconds()));
        words.addAll(pull.command().arguments());
        return words;
    }

    private static List<String> environment(Pull pull, String url, String returnCommand) {
        // a repository without encryption is asked about at its first use from a client; none says that is meant
        boolean unencrypted = pull.passphrase() instanceof SecretSource.None;
        return List.of(
                "env",
                "BORG_REPO=" + url,
                "BORG_RSH=" + returnCommand,
                "BORG_EXIT_CODES=modern",
                "BORG_RELOCATED_REPO_ACCESS_IS_OK=no",
                "BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK=" + (unencrypted ? "yes" : "no"),
                "BORG_CHECK_I_KNOW_WHAT_I_AM_DOING=NO",
                "BORG_DELETE_I_KNOW_WHAT_I_AM_DOING=NO",
                "LC_ALL=C.UTF-8");
    }

    /** Without a port: borg takes the same repository at another port for one that was moved. */
    private static String url(Server server, String repository) {
        String host = server.host().contains(":") ? "[" + server.host() + "]" : server.host();
        String path = repository.startsWith("/") ? repository : "/" + home(repository);
        return "ssh://" + server.user() + "@" + host + path;
    }

    private static String home(String repository) {
        return repository.startsWith("~") ? repository : "~/" + repository;
    }

    private static SignPolicy policy(Pull pull) throws UnusableInput {
        Pull.Signing signing = pull.signing();
        Set<HostPin> destinations = new LinkedHashSet<>(pull.server().pins());
        Set<HostPin> hops = new LinkedHashSet<>(pull.client().pins());
        try {
            return new SignPolicy(
                    signing.level(),
                    pull.server().user(),
                    destinations,
                    hops,
                    signing.signatures(),
                    signing.lifetime());
        } catch (IllegalArgumentException e) {
            throw new UnusableInput(String.valueOf(e.getMessage()), "correct policy of " + pull.name());
        }
    }
}
