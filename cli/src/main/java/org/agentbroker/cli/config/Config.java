package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.agentbroker.broker.plan.Pull;
import org.jspecify.annotations.Nullable;

/** The configured clients. */
public final class Config {
    private static final int NAMES_SHOWN = 10;

    private final String file;
    private final ServerLogin server;
    private final Map<String, ConfiguredClient> clients;
    private final Records records;
    private final Map<String, String> environment;

    private Config(
            String file,
            ServerLogin server,
            Map<String, ConfiguredClient> clients,
            Records records,
            Map<String, String> environment) {
        this.file = file;
        this.server = server;
        this.clients = clients;
        this.records = records;
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
        String main = files.get(0).toString();
        Config config =
                new Config(main, sections.server(main), sections.clients(main), sections.records(), environment);
        problems.throwIfAny();
        return config;
    }

    /** In the order of the files. */
    public List<String> clientNames() {
        return List.copyOf(clients.keySet());
    }

    /**
     * The configured backup of a client, with no paths if none are configured. Reads the files with host keys; those with
     * keys and passphrases are left to whoever carries it out.
     *
     * @throws InvalidConfig when there is no such client, or a host key file or the agent it needs cannot be used
     */
    public Pull pull(String name) throws InvalidConfig {
        Problems problems = new Problems();
        return client(name, problems).pull(server, environment, problems);
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
        return client(name, problems).draft(server, environment, problems);
    }

    private ConfiguredClient client(String name, Problems problems) throws InvalidConfig {
        ConfiguredClient client = clients.get(name);
        if (client == null) {
            problems.add(Place.in(file), "there is no client " + name, hint(name));
            throw problems.asException();
        }
        return client;
    }

    /** Who is told how the pulls of a client end: nobody, of one that is not configured. */
    public Watch watch(String client) {
        ConfiguredClient configured = clients.get(client);
        return configured == null ? Watch.NONE : configured.watch();
    }

    /** Where a textfile for Prometheus is wanted, if it is; the name ends in {@code .prom}. */
    public @Nullable Path metrics() {
        return records.metrics();
    }

    /** Where the log of all runs is wanted, if it is. */
    public @Nullable Path logFile() {
        return records.log();
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
