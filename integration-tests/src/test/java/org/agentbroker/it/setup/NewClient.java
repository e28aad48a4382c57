package org.agentbroker.it.setup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;

/** A short config in a directory of its own, of a client that broker has never seen. */
final class NewClient {
    private final Path directory;
    private final Path home;

    /** @param more settings of the client, as YAML */
    NewClient(Lab lab, String server, int port, String more) {
        try {
            directory = lab.newDirectory();
            home = lab.newDirectory();
            String text = """
                    server: {user: %s, %s}
                    defaults: {identity: id, passphrase: {file: pass}}
                    clients:
                      web1: {host: 127.0.0.1, user: %s, port: %d, repository: "%s", create: {paths: [%s]}%s}
                    """.formatted(
                    lab.serverUser(), server, lab.clientUser(), port, lab.newRepository(), lab.clientData(), more);
            Files.writeString(config(), text);
            Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static NewClient embedded(Lab lab) {
        return new NewClient(lab, "host: borg-server", lab.clientPort(), "");
    }

    Path config() {
        return directory.resolve("broker.yaml");
    }

    Path home() {
        return home;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    Result broker(String... words) {
        return command(words).run();
    }

    Command command(String... words) {
        List<String> all = new ArrayList<>(List.of("--config", config().toString()));
        all.addAll(List.of(words));
        return BrokerProcess.command(all.toArray(String[]::new)).env("HOME", home);
    }

    /** Each file of broker's side with its contents and when it was written. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (var all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                files.put(each.toString(), Files.getLastModifiedTime(each) + " " + Files.readString(each));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
