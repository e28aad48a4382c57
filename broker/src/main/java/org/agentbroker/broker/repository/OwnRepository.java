package org.agentbroker.broker.repository;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.agentbroker.agent.key.Secret;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.plan.Deadline;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Program;
import org.agentbroker.broker.plan.Pull;

/** A client's repository at the server, if that is this machine. Whoever changes it holds its lock. */
public final class OwnRepository {
    /**
     * Borg reads nothing for as long as it waits for a lock or builds a cache anew, and no sign of life gets past the data
     * that wait meanwhile. Unlike one on the client it hears of broker's end for certain.
     */
    private static final Duration NEVER = Duration.ofDays(3650);

    private final Pull pull;
    private final Plan plan;
    private final AsAccount account;
    private final Path path;
    private final Means means;

    private OwnRepository(Pull pull, Plan plan, AsAccount account, Path path, Means means) {
        this.pull = pull;
        this.plan = plan;
        this.account = account;
        this.path = path;
        this.means = means;
    }

    /** @throws UnusableInput when the server is another machine, or broker is neither its account nor root */
    public static OwnRepository of(Pull pull, Plan plan, Means means) throws UnusableInput {
        if (!ServerPlace.isHere(plan)) {
            throw new UnusableInput(
                    "the repository of " + pull.name() + " is on another machine, "
                            + plan.server().host(),
                    "start broker there; or let the client do it, if it may: broker run " + pull.name() + " -- …");
        }
        Account account = Account.named(plan.server().user());
        return new OwnRepository(
                pull, plan, AsAccount.of(account, "run borg"), plan.serve().path(account.home()), means);
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** Whose it is, to start other programs as. */
    public AsAccount account() {
        return account;
    }

    /**
     * Starts borg there.
     *
     * @param arguments what follows borg's common options
     * @param passphrase of the repository; stays the caller's
     * @throws IOException when no program can be started
     */
    public LocalBorg start(List<String> arguments, Secret passphrase) throws IOException {
        return LocalBorg.start(
                account, program(arguments, means.timing().silence()), false, passphrase, pull.name(), means);
    }

    /** The same for a command that reads data: {@link LocalBorg#feed()}. */
    public LocalBorg startFed(List<String> arguments, Secret passphrase) throws IOException {
        return LocalBorg.start(account, program(arguments, NEVER), true, passphrase, pull.name(), means);
    }

    /**
     * Runs borg there to its end.
     *
     * @param out where its standard output goes, byte for byte; not closed
     */
    public Outcome run(List<String> arguments, Secret passphrase, OutputStream out, Deadline deadline)
            throws InterruptedException {
        return run(List.of(), arguments, passphrase, out, deadline);
    }

    /**
     * The same.
     *
     * @param starters words before borg that start it
     */
    public Outcome run(
            List<String> starters, List<String> arguments, Secret passphrase, OutputStream out, Deadline deadline)
            throws InterruptedException {
        Program program = program(starters, arguments, means.timing().silence());
        try (LocalBorg borg = LocalBorg.start(account, program, false, passphrase, pull.name(), means)) {
            return borg.copy(out, deadline);
        } catch (IOException e) {
            return LocalEnd.notStarted(plan, e);
        }
    }

    private Program program(List<String> arguments, Duration silence) {
        return program(List.of(), arguments, silence);
    }

    private Program program(List<String> starters, List<String> arguments, Duration silence) {
        List<String> words = new ArrayList<>(starters);
        words.addAll(List.of(plan.serve().borg(), "--log-json", "--lock-wait"));
        words.add(Long.toString(pull.lockWait().toSeconds()));
        words.addAll(arguments);
        return new Program(List.of(), environment(), words, silence);
    }

    private List<String> environment() {
        List<String> environment = new ArrayList<>(List.of(
                "BORG_REPO=" + path,
                // where a client is this account, too, borg would take the repository for one that has moved
                "BORG_SECURITY_DIR=" + account.account().home().resolve(".config/borg/security-at-server")));
        plan.remote().environment().stream()
                .filter(each -> !each.startsWith("BORG_REPO="))
                .forEach(environment::add);
        return environment;
    }
}
