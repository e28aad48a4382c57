package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.secret.SecretSource;

/** From what is wanted to how it is done. */
final class Planner {
    private Planner() {}

    static Plan plan(Pull pull, Timing timing) throws UnusableInput {
        requireHosts(pull);
        Words.requireRepository(pull.repository());
        requireAttempt(pull);
        requirePolicy(pull);
        requireSource(pull);
        Serve serve = Serve.of(pull);
        List<String> borg = borgWords(pull);
        Words.requireArguments(borg);
        Words.requireOneLine(pull.borg());
        Reading reading = Readings.of(pull);
        if (reading != null) {
            Words.requireArguments(reading.words());
        }
        String url = url(pull.server(), pull.repository());
        List<String> starters = pull.borg().subList(0, pull.borg().size() - 1);
        return new Plan(
                pull.name(),
                pull.client(),
                pull.server(),
                pull.method(),
                reading,
                pull.way(),
                pull.key(),
                pull.passphrase(),
                pull.signing(),
                url,
                serve,
                new RemoteBorg(starters, environment(pull, url), borg, timing.silence()),
                pull.command().summarizes(),
                pull.command().needsLogin() && pull.way().hasLogin(),
                timing.connect(),
                pull.deadline(),
                pull.retry(),
                pull.soft());
    }

    private static void requireHosts(Pull pull) throws UnusableInput {
        requireClient(pull.client(), pull.name());
        for (Client jump : pull.client().jumps()) {
            requireClient(jump, "the jump host of " + pull.name());
        }
        Server server = pull.server();
        Words.requireHost(server.host(), "the server");
        Words.requirePort(server.port(), "the server");
        Words.requireUser(server.user(), "the server");
        if (pull.way().usesSshd()) {
            requirePins(server.pins(), "the server");
        }
        if (pull.way() == Return.TUNNEL) {
            Words.requireHost(server.local().sshdHost(), "the server's sshd");
            Words.requirePort(server.local().sshdPort(), "the server's sshd");
        }
    }

    /** Behind a jump host nobody here knows where the client's login will come from. */
    private static void requireSource(Pull pull) throws UnusableInput {
        if (pull.way() == Return.DIRECT
                && !pull.client().jumps().isEmpty()
                && pull.key() instanceof ClientKey.Certificate key
                && key.sourceAddresses().isEmpty()) {
            throw new UnusableInput(
                    "it is not known from which address " + pull.name() + " logs in at the server",
                    "name it: key: {certificate: {source-address: [...]}}");
        }
    }

    private static void requireClient(Client client, String whose) throws UnusableInput {
        Words.requireHost(client.host(), whose);
        Words.requirePort(client.port(), whose);
        Words.requireUser(client.user(), whose);
        requirePins(client.pins(), whose);
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
        String borg = pull.borg().get(pull.borg().size() - 1);
        List<String> words = new ArrayList<>();
        if (pull.command() instanceof BorgCommand.Script script) {
            words.addAll(List.of("sh", "-c", script.text(), borg));
            words.addAll(script.arguments());
            return words;
        }
        words.add(borg);
        words.add("--log-json");
        words.add("--lock-wait");
        words.add(Long.toString(pull.lockWait().toSeconds()));
        words.addAll(pull.command().arguments());
        return words;
    }

    private static List<String> environment(Pull pull, String url) {
        // a repository without encryption is asked about at its first use from a client; none says that is meant
        boolean unencrypted = pull.passphrase() instanceof SecretSource.None;
        return List.of(
                "BORG_REPO=" + url,
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
        String path = repository.startsWith("/") ? repository : "/" + Serve.inHome(repository);
        return "ssh://" + server.user() + "@" + host + path;
    }

    /** Checked with the client's own pins: those of the server come about with the connection in some ways. */
    private static void requirePolicy(Pull pull) throws UnusableInput {
        Pull.Signing signing = pull.signing();
        Set<HostPin> pins = new LinkedHashSet<>(pull.client().pins());
        try {
            new SignPolicy(signing.level(), pull.server().user(), pins, pins, signing.signatures(), signing.lifetime());
        } catch (IllegalArgumentException e) {
            throw new UnusableInput(String.valueOf(e.getMessage()), "correct policy of " + pull.name());
        }
        if (pull.way() == Return.EMBEDDED && signing.level() != PolicyLevel.HOSTBOUND) {
            throw new UnusableInput(
                    "return: embedded takes host-bound logins only",
                    "leave policy.level of " + pull.name() + " out, or use return: tunnel");
        }
    }
}
