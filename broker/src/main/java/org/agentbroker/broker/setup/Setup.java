package org.agentbroker.broker.setup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.hostkey.KnownHostsFile;
import org.agentbroker.broker.keys.ServerKeys;
import org.agentbroker.broker.lock.StateDirectory;
import org.agentbroker.broker.plan.Client.KeyFile;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Serve;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.broker.session.HopClient;

/**
 * Prepares a client for pulls, and undoes that. What is made is recorded in the state directory before, so that whatever
 * happens no more than that is removed. The steps are meant to be taken in their order here, with the host keys pinned
 * between the keys and the lines.
 */
public final class Setup implements AutoCloseable {
    private static final String PIN = "pin";
    private static final String MADE = "known-hosts";

    private final Path state;
    private final Path locks;
    private final SecretReader secrets;
    private final ExecutorService executor;
    private final HopClient clients;
    private final ServerKeys serverKeys;

    private Setup(Path state, Path locks, SecretReader secrets, ExecutorService executor, Timing timing) {
        this.state = state;
        this.locks = locks;
        this.secrets = secrets;
        this.executor = executor;
        this.clients = HopClient.open(timing, executor);
        this.serverKeys = ServerKeys.with(locks, InstantSource.system());
    }

    /** Where a line has to stand. */
    public record Paste(String file, String line) {}

    /**
     * @param prompt asks for passphrases of keys
     * @param state as for pulls
     * @throws UnusableInput when the state directory cannot be used
     */
    public static Setup open(Timing timing, SecretPrompt prompt, Path state) throws UnusableInput {
        Path locks = StateDirectory.locks(state);
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "broker-setup");
            thread.setDaemon(true);
            return thread;
        });
        return new Setup(state, locks, new SecretReader(prompt), executor, timing);
    }

    /** Makes the key with which broker logs in, and the one of the client's login, where files are named for them. */
    public List<Step> makeKeys(Pull pull) {
        KeyFiles keys = keys(pull);
        List<Step> steps = new ArrayList<>();
        if (pull.client().identity() instanceof KeyFile file) {
            steps.add(keys.make(file.file(), file.passphrase(), "broker's key", comment(pull)));
        } else {
            steps.add(new Step.AlreadySo("broker logs in with the keys of an agent"));
        }
        if (pull.method().runsBorgThere() && pull.way().hasLogin() && pull.key() instanceof ClientKey.KeyFile file) {
            steps.add(keys.make(file.file(), file.passphrase(), "the client's key", "broker-key " + pull.name()));
        }
        return steps;
    }

    private static String comment(Pull pull) {
        return "broker@" + pull.server().host();
    }

    private SetupRecord record(Pull pull) {
        return SetupRecord.of(state, pull.name());
    }

    private KeyFiles keys(Pull pull) {
        return new KeyFiles(secrets, record(pull));
    }

    /** Pins keys of a host for this client. */
    public Step pin(Pull pull, KnownHostsFile file, Path named, String host, int port, Pinning pinning)
            throws InterruptedException {
        SetupRecord record = record(pull);
        try {
            if (!NewFile.isThere(named)) {
                record.add(MADE, named.toString());
            }
            List<String> added = file.add(host, port, pinning.keys(), pinning.replace());
            for (String line : added) {
                record.add(PIN, named + "\t" + line);
            }
            return added.isEmpty()
                    ? new Step.AlreadySo("the host keys of " + host + " are pinned in " + named)
                    : new Step.Changed(added.size() + (added.size() == 1 ? " host key of " : " host keys of ") + host
                            + (added.size() == 1 ? " is" : " are") + " pinned in " + named);
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    /** Lets broker's key in at the client, whose host keys must be pinned. */
    public Step admit(Pull pull, OtherLogins others, boolean replace) throws InterruptedException {
        try {
            return new ClientAccount(pull, clientLine(pull), clients, secrets, record(pull)).admit(others, replace);
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    private ClientLine clientLine(Pull pull) throws UnusableInput {
        if (pull.client().identity() instanceof KeyFile file) {
            return ClientLine.of(pull, keys(pull).publicLine(file.file(), file.passphrase()));
        }
        throw new UnusableInput(
                "broker logs in at " + pull.name() + " with the keys of an agent, of which none is its own",
                "name a key of broker's own: identity: FILE; setup makes it");
    }

    /** Whether the server's own sshd has to know a key. */
    public static boolean needsServerLine(Pull pull) {
        return ServerAccount.isNeeded(pull);
    }

    /** Lets the client's key in at the server. */
    public Step admitAtServer(Pull pull) throws InterruptedException {
        return new ServerAccount(pull, keys(pull), serverKeys).admit();
    }

    /** Makes the passphrase, if it is one of a file. */
    public List<Step> makePassphrase(Pull pull) {
        return pull.passphrase() instanceof SecretSource.FromFile from
                ? List.of(PassphraseFile.make(from.file()))
                : List.of();
    }

    /** Whether broker can see that the repository is there. */
    public static boolean hasRepository(Pull pull) {
        try {
            List<String> words =
                    Serve.of(pull).words(Account.named(pull.server().user()).home());
            return Files.exists(Path.of(words.get(words.size() - 1)).resolve("config"));
        } catch (UnusableInput e) {
            return false;
        }
    }

    /** Whether anything is recorded that was made for it. */
    public boolean isRecorded(Pull pull) {
        return Files.exists(record(pull).file());
    }

    /** The lines, without changing anything; the keys must be there. */
    public List<Paste> lines(Pull pull) throws UnusableInput {
        List<Paste> lines = new ArrayList<>();
        lines.add(new Paste(
                "~" + pull.client().user() + "/.ssh/authorized_keys at "
                        + pull.client().host(),
                clientLine(pull).text()));
        if (ServerAccount.isNeeded(pull)) {
            ServerAccount server = new ServerAccount(pull, keys(pull), serverKeys);
            lines.add(new Paste(server.file(), server.line().text()));
        }
        return lines;
    }

    /** Takes the client's key back from the server's sshd. */
    public Step dismissFromServer(Pull pull) throws InterruptedException {
        return new ServerAccount(pull, keys(pull), serverKeys).dismiss();
    }

    /** Takes broker's key back from the client. */
    public Step dismiss(Pull pull) throws InterruptedException {
        try {
            return new ClientAccount(pull, clientLine(pull), clients, secrets, record(pull)).dismiss();
        } catch (UnusableInput e) {
            return Step.Stopped.of(e);
        }
    }

    /**
     * Removes keys and pins that setup has made for this client.
     *
     * @param inUse key files that other clients use, which stay
     * @param pinsInUse names of hosts, as known_hosts has them, that other clients' pins are needed of
     */
    public List<Step> removeFiles(Pull pull, Set<Path> inUse, Set<String> pinsInUse) throws InterruptedException {
        List<Step> steps = new ArrayList<>();
        try {
            removePins(pull, pinsInUse, steps);
            List<Path> files = new ArrayList<>();
            if (pull.client().identity() instanceof KeyFile file) {
                files.add(file.file());
            }
            if (pull.key() instanceof ClientKey.KeyFile file) {
                files.add(file.file());
            }
            for (Path file : files) {
                if (!keys(pull).isOurs(file)) {
                    continue;
                }
                if (inUse.contains(file)) {
                    steps.add(new Step.AlreadySo(file + " stays: other clients use it"));
                } else {
                    keys(pull).remove(file);
                    steps.add(new Step.Changed("the key " + file + " is removed"));
                }
            }
        } catch (UnusableInput e) {
            steps.add(Step.Stopped.of(e));
        }
        return steps;
    }

    private void removePins(Pull pull, Set<String> inUse, List<Step> steps) throws UnusableInput, InterruptedException {
        SetupRecord record = record(pull);
        Set<String> gone = new LinkedHashSet<>();
        for (String each : record.of(PIN)) {
            String[] pin = each.split("\t", 2);
            if (pin.length == 2 && !inUse.contains(pin[1].split(" ", 2)[0])) {
                KnownHostsFile.of(Path.of(pin[0]), locks)
                        .remove(List.of(pin[1]), record.of(MADE).contains(pin[0]));
                record.remove(PIN, each);
                gone.add(pin[1].split(" ", 2)[0] + " are gone from " + pin[0]);
            }
        }
        gone.forEach(each -> steps.add(new Step.Changed("the pins of " + each)));
        if (record.of(PIN).isEmpty()) {
            for (String made : record.of(MADE)) {
                record.remove(MADE, made);
            }
        }
    }

    @Override
    public void close() {
        serverKeys.close();
        clients.close();
        executor.shutdownNow();
    }

    /** Keys that somebody has compared. */
    public record Pinning(List<HostPin> keys, boolean replace) {
        public Pinning {
            keys = List.copyOf(keys);
        }
    }
}
