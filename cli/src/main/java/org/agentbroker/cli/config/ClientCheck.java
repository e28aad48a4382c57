package org.agentbroker.cli.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.PrivateFile;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Plan;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretSource;

/** Looks whether a client could be pulled from, as far as this machine's files tell; reads no key and no passphrase. */
final class ClientCheck {
    private final ConfiguredClient client;
    private final Problems problems;

    private ClientCheck(ConfiguredClient client, Problems problems) {
        this.client = client;
        this.problems = problems;
    }

    /** What is wrong with a client that is sound by itself. */
    static Problems of(ConfiguredClient client, Loaded loaded, Map<String, String> environment) {
        Problems problems = new Problems();
        new ClientCheck(client, problems).look(loaded, environment);
        return problems;
    }

    private void look(Loaded loaded, Map<String, String> environment) {
        Client login = client.login().read(environment, problems);
        identity("identity", login.identity());
        for (Client jump : login.jumps()) {
            if (!jump.identity().equals(login.identity())) {
                identity("jump", jump.identity());
            }
        }
        key(client.job().key());
        secret("passphrase", client.job().passphrase());
        client.watch().hooks().commands().values().forEach(words -> program("hooks", words));
        if (!loaded.serverIsSound()) {
            return;
        }
        Server server = loaded.server().read(client.job().way(), problems);
        if (problems.met() == 0) {
            problems.attempt(
                    client.fields().place(),
                    "",
                    () -> Plan.of(client.job().pull(client.name(), login, server), Timing.DEFAULT)
                            .name());
        }
    }

    private void identity(String setting, Client.Identity identity) {
        if (identity instanceof Client.KeyFile key) {
            file(setting, key.file());
            secret(setting.equals("jump") ? setting : "identity-passphrase", key.passphrase());
        }
    }

    private void key(ClientKey key) {
        if (!client.job().way().hasLogin()) {
            return;
        }
        if (key instanceof ClientKey.KeyFile one) {
            file("key", one.file());
            secret("key-passphrase", one.passphrase());
        } else if (key instanceof ClientKey.Certificate certificate) {
            file("key", certificate.ca());
            secret("key", certificate.passphrase());
        }
    }

    private void secret(String setting, SecretSource source) {
        if (source instanceof SecretSource.FromFile from) {
            file(setting, from.file());
        } else if (source instanceof SecretSource.FromCommand from) {
            program(setting, from.command());
        }
    }

    private void file(String setting, Path file) {
        problems.attempt(place(setting), "", () -> {
            PrivateFile.check(file);
            return "";
        });
    }

    /** One that is named by its whole path; for others PATH counts, which is another one for a timer. */
    private void program(String setting, List<String> words) {
        Path program = Path.of(words.get(0));
        if (program.isAbsolute() && !Files.isExecutable(program)) {
            String what = Files.exists(program) ? " cannot be executed" : " does not exist";
            problems.add(place(setting), new UnusableInput(program + what, "ls -l " + program));
        }
    }

    private Place place(String setting) {
        Entry entry = client.fields().entry(setting);
        return entry == null ? client.fields().place() : entry.value().place();
    }
}
