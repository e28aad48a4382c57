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
import org.agentbroker.broker.borg.ArchiveListJson;
import org.agentbroker.broker.borg.Evidence.Clue;
import org.agentbroker.broker.borg.ListedArchive;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.outcome.Outcome;
import org.agentbroker.broker.outcome.Outcome.Failed;
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

    private static final List<String> LIST = List.of("list", "--json");
    private static final long LONGEST_WAIT_OF_LIST = 60; // seconds; our own lock is held then

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

    /** Whether {@link #of} finds it. */
    public static boolean isWithinReach(Pull pull, Plan plan) {
        try {
            Account account = Account.named(plan.server().user());
            AsAccount.of(account, "run borg");
            plan.serve().path(account.home());
            return ServerPlace.isHere(plan);
        } catch (UnusableInput e) {
            return false;
        }
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** Whose it is, to start other programs as. */
    public AsAccount account() {
        return account;
    }

    /** The same, where programs start by other means of its account. */
    public OwnRepository with(AsAccount other) {
        return new OwnRepository(pull, plan, other, path, means);
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
            return notStarted(e);
        }
    }

    /** The same, with another one who hears what borg says. */
    OwnRepository heardBy(PullListener listener) {
        return new OwnRepository(
                pull, plan, account, path, new Means(means.executor(), means.scheduler(), means.timing(), listener));
    }

    /**
     * All archives but checkpoints.
     *
     * @throws NotListed when borg cannot tell
     */
    List<ListedArchive> archives(Secret passphrase, Deadline deadline) throws NotListed, InterruptedException {
        BoundedOutput output = new BoundedOutput();
        try (LocalBorg borg = heardBy(PullListener.none()).start(LIST, passphrase)) {
            if (borg.copy(output, deadline) instanceof Failed failed) {
                throw new NotListed(failed, borg.evidence().has(Clue.NO_KEY));
            }
        } catch (IOException e) {
            throw new NotListed(notStarted(e), false);
        }
        return ArchiveListJson.read(output.bytes())
                .orElseThrow(() -> new NotListed(LocalEnd.noListing(pull.name()), false));
    }

    /** What it comes to when {@link #start} could not. */
    public Failed notStarted(IOException e) {
        return LocalEnd.notStarted(plan, e);
    }

    private Program program(List<String> arguments, Duration silence) {
        return program(List.of(), arguments, silence);
    }

    private Program program(List<String> starters, List<String> arguments, Duration silence) {
        boolean isList = arguments == LIST;
        long wait = Math.min(pull.lockWait().toSeconds(), isList ? LONGEST_WAIT_OF_LIST : Long.MAX_VALUE);
        List<String> words = new ArrayList<>(starters);
        words.addAll(List.of(plan.serve().borg(), "--log-json", "--lock-wait", Long.toString(wait)));
        words.addAll(arguments);
        return new Program(List.of(), environment(isList), words, silence);
    }

    private List<String> environment(boolean utc) {
        Path home = account.account().home();
        List<String> environment = new ArrayList<>(List.of(
                "BORG_REPO=" + path,
                // where a client is this account, too, borg would take the repository for one that has moved
                "BORG_SECURITY_DIR=" + home.resolve(".config/borg/security-at-server"),
                "BORG_CACHE_DIR=" + home.resolve(".cache/borg-at-server")));
        if (utc) {
            environment.add("TZ=UTC"); // borg's times have no zone
        }
        plan.remote().environment().stream()
                .filter(each -> !each.startsWith("BORG_REPO="))
                .forEach(environment::add);
        return environment;
    }
}
