package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agentbroker.broker.outcome.Nearest;
import org.agentbroker.broker.plan.Pull;
import org.jspecify.annotations.Nullable;

/** The configured clients. */
public final class Config {
    private static final int NAMES_SHOWN = 10;

    private final Loaded loaded;
    private final Map<String, String> environment;

    private Config(Loaded loaded, Map<String, String> environment) {
        this.loaded = loaded;
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the config files, and no other file.
     *
     * @param explicit the file; else {@code $XDG_CONFIG_HOME/broker/broker.yaml}, else {@code /etc/broker/broker.yaml}
     * @param environment for {@code XDG_CONFIG_HOME} and {@code SSH_AUTH_SOCK}
     * @param home what {@code ~} stands for
     * @throws InvalidConfig with everything that is wrong in any of the files
     */
    public static Config load(@Nullable Path explicit, Map<String, String> environment, Path home)
            throws InvalidConfig {
        return load(explicit, environment, home, ConfigFiles.OF_THE_SYSTEM);
    }

    static Config load(@Nullable Path explicit, Map<String, String> environment, Path home, Path ofTheSystem)
            throws InvalidConfig {
        Problems problems = new Problems();
        Config config = read(explicit, environment, home, ofTheSystem, problems);
        problems.throwIfAny();
        return config;
    }

    /**
     * Looks for everything that is wrong: with the files themselves, with the host keys, key files, passphrase files and
     * programs that they name, and with what is planned for each client. Reads no key and no passphrase.
     *
     * @param explicit as for {@link #load}, like the others
     */
    public static Checked check(@Nullable Path explicit, Map<String, String> environment, Path home) {
        Problems problems = new Problems();
        try {
            Config config = read(explicit, environment, home, ConfigFiles.OF_THE_SYSTEM, problems);
            return config.check(problems);
        } catch (InvalidConfig e) {
            return new Checked(0, 0, e.problems());
        }
    }

    private Checked check(Problems problems) {
        int fine = 0;
        for (ConfiguredClient client : loaded.clients().values()) {
            if (!loaded.sound().contains(client.name())) {
                continue;
            }
            Problems found = ClientCheck.of(client, loaded, environment);
            fine += found.met() == 0 ? 1 : 0;
            problems.addAll(found);
        }
        boolean usable = problems.met() == 0;
        return new Checked(
                loaded.clients().size(),
                fine,
                usable ? List.of() : problems.asException().problems());
    }

    private static Config read(
            @Nullable Path explicit, Map<String, String> environment, Path home, Path ofTheSystem, Problems problems)
            throws InvalidConfig {
        List<Path> files = ConfigFiles.find(explicit, environment, home, ofTheSystem, problems);
        problems.order(files.stream().map(Path::toString).toList());
        Sections sections = new Sections(problems);
        boolean complete = true;
        for (Path each : files) {
            Optional<Value> root = YamlFile.read(each, home, problems);
            root.ifPresent(sections::add);
            complete &= root.isPresent();
        }
        if (!complete || files.isEmpty()) {
            // what seems to be missing may stand in the file that could not be read
            problems.throwIfAny();
        }
        return new Config(sections.load(files.get(0).toString()), environment);
    }

    /** In the order of the files. */
    public List<String> clientNames() {
        return List.copyOf(loaded.clients().keySet());
    }

    /**
     * The clients of a group, in the order of the files; one at least.
     *
     * @throws InvalidConfig when there is no such group, or nobody in it
     */
    public List<String> clientNames(String group) throws InvalidConfig {
        List<String> names = loaded.clients().values().stream()
                .filter(client -> group.equals(client.group()))
                .map(ConfiguredClient::name)
                .toList();
        if (names.isEmpty()) {
            Problems problems = new Problems();
            boolean known = loaded.layers().groups().contains(group);
            problems.add(
                    Place.in(loaded.file()),
                    known ? "no client is in the group " + group : "there is no group " + group,
                    known
                            ? "write group: " + group + " in those that are"
                            : loaded.layers().hint(group));
            throw problems.asException();
        }
        return names;
    }

    /**
     * What counts, and where it is from: the settings of this machine, and those of some clients.
     *
     * @param names of clients; of all when there are none
     * @param secrets whether what may be secret is shown: the words of commands, and the path of {@code ping}
     * @throws InvalidConfig when there is no such client
     */
    public List<Effective> effective(List<String> names, boolean secrets) throws InvalidConfig {
        List<ConfiguredClient> chosen = new ArrayList<>();
        for (String name : names.isEmpty() ? clientNames() : names) {
            chosen.add(client(name, new Problems()));
        }
        return new EffectiveSettings(secrets).of(loaded, chosen);
    }

    /**
     * The configured backup of a client, with no paths if none are configured. Reads the files with host keys; those with
     * keys and passphrases are left to whoever carries it out.
     *
     * @throws InvalidConfig when there is no such client, or a host key file or the agent it needs cannot be used
     */
    public Pull pull(String name) throws InvalidConfig {
        Problems problems = new Problems();
        return client(name, problems).pull(loaded.server(), environment, problems);
    }

    /** @throws InvalidConfig when there is no client of that name */
    public void requireClient(String name) throws InvalidConfig {
        client(name, new Problems());
    }

    /**
     * What {@link #pull} gives, before the client's host keys are pinned.
     *
     * @throws InvalidConfig when there is no such client, or a host key file or the agent it needs cannot be used
     */
    public Draft draft(String name) throws InvalidConfig {
        Problems problems = new Problems();
        return client(name, problems).draft(loaded.server(), environment, problems);
    }

    private ConfiguredClient client(String name, Problems problems) throws InvalidConfig {
        ConfiguredClient client = loaded.clients().get(name);
        if (client == null) {
            problems.add(Place.in(loaded.file()), "there is no client " + name, hint(name));
            throw problems.asException();
        }
        return client;
    }

    /** What a prune keeps of a client: no rule, of one that is not configured. */
    public PruneRules prune(String client) {
        ConfiguredClient configured = loaded.clients().get(client);
        return configured == null ? PruneRules.NONE : configured.prune();
    }

    /** Who is told how the pulls of a client end: nobody, of one that is not configured. */
    public Watch watch(String client) {
        ConfiguredClient configured = loaded.clients().get(client);
        return configured == null ? Watch.NONE : configured.watch();
    }

    /** Where a textfile for Prometheus is wanted, if it is; the name ends in {@code .prom}. */
    public @Nullable Path metrics() {
        return loaded.records().metrics();
    }

    /** Where the log of all runs is wanted, if it is. */
    public @Nullable Path logFile() {
        return loaded.records().log();
    }

    private String hint(String name) {
        List<String> names = clientNames();
        String shown = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_SHOWN)));
        String rest = names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "";
        String guess = Nearest.to(name, names)
                .map(near -> "did you mean " + near + "; ")
                .orElse("");
        return guess + "configured: " + shown + rest;
    }
}
