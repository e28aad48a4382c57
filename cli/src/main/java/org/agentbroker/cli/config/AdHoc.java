package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Pull.Signing;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/**
 * A client that no file describes, only the command line. Values are those of a config file; problems name the option.
 *
 * @param target the client, {@code user@host[:port]}
 * @param repository {@code --repository}
 * @param paths {@code --path}, may be empty
 * @param key {@code --key}
 * @param identity {@code --identity}
 * @param hostKeys {@code --host-key}, files or literal keys
 * @param server {@code --server}, {@code user@host[:port]}
 * @param serverHostKeys {@code --server-host-key}, files or literal keys
 * @param passphraseFrom {@code --passphrase-from}: {@code file:PATH}, {@code credential:NAME}, {@code env:NAME},
 *     {@code command:COMMAND} split at blanks, {@code prompt} or {@code none}
 * @param returnPath {@code --return}
 */
public record AdHoc(
        String target,
        @Nullable String repository,
        List<String> paths,
        @Nullable String key,
        @Nullable String identity,
        List<String> hostKeys,
        @Nullable String server,
        List<String> serverHostKeys,
        @Nullable String passphraseFrom,
        @Nullable String returnPath) {
    public AdHoc {
        paths = List.copyOf(paths);
        hostKeys = List.copyOf(hostKeys);
        serverHostKeys = List.copyOf(serverHostKeys);
    }

    /**
     * The backup that is asked for; reads the files with host keys.
     *
     * @param cwd at which relative paths start
     * @throws InvalidConfig with everything that is wrong
     */
    public Pull toPull(Map<String, String> env, Path home, Path cwd) throws InvalidConfig {
        return new Options(home, cwd).pull(env);
    }

    /**
     * The machine alone, for another one's repository; reads the files with its host keys.
     *
     * @param cwd at which relative paths start
     * @throws InvalidConfig with everything that is wrong
     */
    public Client toClient(Map<String, String> env, Path home, Path cwd) throws InvalidConfig {
        return new Options(home, cwd).client(env);
    }

    /** The way back. */
    public Return way(Path home, Path cwd) throws InvalidConfig {
        return new Options(home, cwd).onlyWay();
    }

    /** Takes each option as what it has to be. */
    private final class Options {
        private final Problems problems = new Problems();
        private final Path home;
        private final Path cwd;

        Options(Path home, Path cwd) {
            this.home = home;
            this.cwd = cwd;
        }

        Pull pull(Map<String, String> env) throws InvalidConfig {
            SecretSource none = new SecretSource.None();
            Address to = take("--server", server, "USER@HOST", Address.STAND_IN, (text, source) -> Address.of(text));
            Return way = way();
            Job job = new Job(
                    Method.AGENT,
                    way,
                    key(way),
                    take("--repository", repository, "PATH", "", (text, source) -> Names.repository(text)),
                    true,
                    take("--passphrase-from", passphraseFrom, "SOURCE", none, Passphrases::of),
                    Job.BORG,
                    new BorgCommand.Create(Job.ARCHIVE, paths(), List.of(), List.of()),
                    Signing.DEFAULT,
                    Job.Limits.DEFAULT);
            ClientLogin login = login();
            ServerLogin reach = new ServerLogin(
                    to.user(),
                    to.host(),
                    to.port(),
                    way.usesSshd() || !serverHostKeys.isEmpty() ? pins("--server-host-key", serverHostKeys) : Pins.NONE,
                    Server.Local.usual(to.port()),
                    Place.in("--server"));
            Client reached = login.read(env, problems);
            Server server = reach.read(way, problems);
            problems.throwIfAny();
            return job.pull(target, reached, server);
        }

        Client client(Map<String, String> env) throws InvalidConfig {
            Client client = login().read(env, problems);
            problems.throwIfAny();
            return client;
        }

        Return onlyWay() throws InvalidConfig {
            Return way = way();
            problems.throwIfAny();
            return way;
        }

        private Return way() {
            return returnPath == null
                    ? Ways.USUAL
                    : take("--return", returnPath, "WAY", Ways.USUAL, (text, source) -> Ways.of(text));
        }

        private ClientLogin login() {
            Address client = take(target, target, "", Address.STAND_IN, (text, source) -> Address.of(text));
            return new ClientLogin(
                    client.host(),
                    client.port(),
                    client.user(),
                    pins("--host-key", hostKeys),
                    Place.in("--identity"),
                    take(
                            "--identity",
                            identity,
                            "FILE, or --identity agent",
                            ClientLogin.STAND_IN,
                            (text, source) -> ClientLogin.identity(text, source, new SecretSource.None())),
                    List.of());
        }

        private List<String> paths() {
            List<String> usable = new ArrayList<>();
            for (String path : paths) {
                usable.add(problems.attempt(Place.in("--path"), path, () -> Names.clientPath(path)));
            }
            return usable;
        }

        /** Left out it is made for the pull where nothing has to be prepared for that. */
        private ClientKey key(Return way) {
            ClientKey perPull = new ClientKey.PerPull();
            return key == null && !way.usesSshd()
                    ? perPull
                    : take(
                            "--key",
                            key,
                            "FILE, or per-pull",
                            perPull,
                            (text, source) -> ClientKeys.of(text, source, new SecretSource.None()));
        }

        private <T> T take(
                String option, @Nullable String text, String form, T standIn, OptionText.As<? extends T> as) {
            return OptionText.take(problems, new Source(option, cwd, home), text, form, standIn, as);
        }

        private Pins pins(String option, List<String> keys) {
            List<Pins.Located> sources = new ArrayList<>();
            if (keys.isEmpty()) {
                problems.add(Place.in(option), "is missing", "add " + option + " FILE; nothing is accepted unseen");
                sources.add(new Pins.Located(Place.in(option), (host, port) -> List.of()));
            }
            for (String text : keys) {
                sources.add(new Pins.Located(
                        Place.in(option), take(option, text, "FILE", (host, port) -> List.of(), Pins::source)));
            }
            return new Pins(sources);
        }
    }
}
