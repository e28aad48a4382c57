package org.agentbroker.broker.setup;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.Client.OutsideAgent;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;
import org.jspecify.annotations.Nullable;

/** The account of a client: whether it lets broker's key in, and the line that says so. */
final class ClientAccount {
    static final String RECORD = "client";
    private static final Duration COMMAND = Duration.ofSeconds(60);

    private final Pull pull;
    private final ClientLine line;
    private final HopClient clients;
    private final SecretReader secrets;
    private final SetupRecord record;

    ClientAccount(Pull pull, ClientLine line, HopClient clients, SecretReader secrets, SetupRecord record) {
        this.pull = pull;
        this.line = line;
        this.clients = clients;
        this.secrets = secrets;
        this.record = record;
    }

    /**
     * @param others when the key does not get in yet
     * @param replace a line of the same key that broker has not written goes
     */
    Step admit(OtherLogins others, boolean replace) throws InterruptedException {
        try (Identities own = Identities.open(secrets, pull.client())) {
            Visit visit = enter(own, others);
            KeysScript.Answer answer;
            try (visit) {
                answer = edit(visit, replace ? "tighten" : "add", "");
            }
            Step step = told(answer);
            if (step instanceof Step.Changed) {
                verify(own);
            }
            return step;
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        } catch (Stop e) {
            return new Step.Stopped(e.outcome());
        }
    }

    /** Locks broker's key out again. */
    Step dismiss() throws InterruptedException {
        String made = "";
        try (Identities own = Identities.open(secrets, pull.client())) {
            made = String.join(" ", record.of(RECORD));
            KeysScript.Answer answer;
            try (Visit visit = visit(own, null)) {
                answer = edit(visit, "remove", made);
            }
            if (answer.word().equals("removed") || answer.word().equals("there")) {
                for (String each : record.of(RECORD)) {
                    record.remove(RECORD, each);
                }
            }
            return switch (answer.word()) {
                case "removed" -> new Step.Changed("the line of the key is gone from " + file());
                case "there" -> new Step.AlreadySo(file() + " has no line that setup has made; one made by hand stays");
                default -> told(answer);
            };
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        } catch (Stop e) {
            return isRefusal(e)
                    ? new Step.AlreadySo(pull.name() + " does not let the key in")
                    : new Step.Stopped(e.outcome());
        }
    }

    private Visit enter(Identities own, OtherLogins others) throws Stop, UnusableInput, InterruptedException {
        try {
            return visit(own, null);
        } catch (Stop e) {
            if (!isRefusal(e)) {
                throw e;
            }
        }
        List<Client.Identity> keys = new ArrayList<>();
        if (others.key() != null) {
            keys.add(new KeyFile(others.key(), new SecretSource.None()));
        }
        if (others.agent() != null) {
            keys.add(new OutsideAgent(others.agent()));
        }
        for (Client.Identity each : keys) {
            try (Identities other = Identities.open(secrets, with(each))) {
                return visit(other, null);
            } catch (Stop e) {
                if (!isRefusal(e)) {
                    throw e;
                }
            } catch (UnusableInput e) {
                if (each instanceof KeyFile) {
                    throw e;
                }
                // an agent that is gone; the password is next
            }
        }
        return enterByPassword(own, others);
    }

    private Visit enterByPassword(Identities own, OtherLogins others) throws Stop, UnusableInput, InterruptedException {
        Client client = pull.client();
        if (others.prompt() == null) {
            throw notLetIn("", client);
        }
        try (Secret typed = others.prompt().ask("password of " + client.user() + " at " + client.host())) {
            return visit(own, typed);
        } catch (Stop e) {
            throw isRefusal(e) ? notLetIn(", nor by that password", client) : e;
        }
    }

    private Stop notLetIn(String nor, Client client) {
        return new Stop(
                Phase.LOGIN,
                Cause.REFUSED,
                pull.name() + " does not let broker in yet" + nor + ", so its key cannot be put there",
                "name a key that gets in: broker setup " + pull.name() + " --login-key FILE; or put this into ~"
                        + client.user() + "/.ssh/authorized_keys there by hand: " + line.text());
    }

    private Client with(Client.Identity identity) {
        Client client = pull.client();
        return new Client(client.host(), client.port(), client.user(), client.pins(), identity, client.jumps());
    }

    private Visit visit(Identities identities, @Nullable Secret typed) throws Stop, InterruptedException {
        Timing timing = clients.timing();
        Duration limit = timing.connect()
                .plus(timing.login())
                .multipliedBy(1 + pull.client().jumps().size());
        return Visit.open(clients, pull.name(), pull.client(), identities, typed, limit);
    }

    // a hop before the client that refuses says so in another sentence, and no other login would help there
    private boolean isRefusal(Stop e) {
        Failed why = e.outcome();
        return why.phase() == Phase.LOGIN
                && why.cause() == Cause.REFUSED
                && why.problem().what().startsWith(pull.name() + " ");
    }

    private KeysScript.Answer edit(Visit visit, String verb, String made) throws Stop, InterruptedException {
        return KeysScript.Answer.of(visit.run(KeysScript.COMMAND, KeysScript.input(verb, line, made), COMMAND));
    }

    private Step told(KeysScript.Answer answer) throws Stop, UnusableInput {
        switch (answer.word()) {
            case "added":
                for (String made : answer.rest().split(" ")) {
                    if (made.equals("directory") || made.equals("file")) {
                        record.add(RECORD, made);
                    }
                }
                return new Step.Changed("the key is let in by a line in " + file());
            case "replaced":
                return new Step.Changed("the line of the key in " + file() + " is replaced");
            case "there":
                return new Step.AlreadySo("the line of the key is there in " + file());
            case "open":
                return new Step.Advice(
                        "the key stands in " + file() + " without restrict, so it may do everything there",
                        "to replace that line: broker setup " + pull.name() + " --replace");
            case "restricted":
                return new Step.Advice(
                        "the key stands in " + file() + " with other options than return needs",
                        "to replace that line: broker setup " + pull.name() + " --replace");
            case "refused":
                throw refused(answer.rest());
            default:
                throw new Stop(
                        Phase.COMMAND,
                        Cause.REFUSED,
                        answer.word().equals("failed")
                                ? file() + " cannot be changed: " + answer.reason()
                                : "the login of " + pull.client().user() + " at " + pull.name() + " runs no sh: "
                                        + (answer.reason().isEmpty() ? "no answer" : answer.reason()),
                        "put this line there by hand: " + line.text());
        }
    }

    private Stop refused(String why) {
        String[] words = why.split(" ", 2);
        String what = words.length > 1 ? words[1] : "";
        String sentence = switch (words[0]) {
            case "link" -> what + " of " + pull.name() + " is a symbolic link, which broker does not follow";
            case "owner" ->
                what + " of " + pull.name() + " does not belong to "
                        + pull.client().user();
            case "kind" -> what + " of " + pull.name() + " is not a file in a directory";
            default -> pull.client().user() + " has no home at " + pull.name();
        };
        return new Stop(Phase.COMMAND, Cause.REFUSED, sentence, "put this line there by hand: " + line.text());
    }

    /** What was done is of use only if the key alone gets in now. */
    private void verify(Identities own) throws Stop, InterruptedException {
        try {
            visit(own, null).close();
        } catch (Stop e) {
            if (!isRefusal(e)) {
                throw e;
            }
            throw new Stop(
                    Phase.LOGIN,
                    Cause.REFUSED,
                    pull.name() + " does not let the key in, though its line stands in " + file(),
                    "look at sshd's log on the client; its sshd may read another file (AuthorizedKeysFile), or find that"
                            + " others may write there: chmod go-w ~ ~/.ssh");
        }
    }

    private String file() {
        return "~" + pull.client().user() + "/.ssh/authorized_keys at " + pull.name();
    }
}
