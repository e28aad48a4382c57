package org.agentbroker.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A directory with a config in it; {@code home} is a directory beside the file. */
final class ConfigDirectory {
    static final String PIN = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f";
    static final String OTHER_PIN = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB8eHRwbGhkYFxYVFBMSERAPDg0MCwoJCAcGBQQDAgEA";
    static final String SERVER = "server: {user: borgs, host: borg-server, host-keys: [\"" + PIN + "\"]}\n";

    final Path root;
    final Path file;
    final Path home;

    ConfigDirectory(Path root) throws IOException {
        this.root = root;
        this.file = root.resolve("broker.yaml");
        this.home = Files.createDirectories(root.resolve("home"));
    }

    /** A file that only its owner may read. */
    Path write(String name, String text) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, text.getBytes(StandardCharsets.UTF_8));
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
    }

    Config load() throws InvalidConfig {
        return Config.load(file, Map.of(), home);
    }

    Config load(String text) throws IOException, InvalidConfig {
        write("broker.yaml", text);
        return load();
    }

    /** The problems of a text, without the directory. */
    List<String> problems(String text) throws IOException {
        write("broker.yaml", text);
        return problems(this::load);
    }

    List<String> problems(ThrowingCallable call) {
        InvalidConfig invalid = catchThrowableOfType(InvalidConfig.class, call);
        assertThat(invalid).as("InvalidConfig").isNotNull();
        return invalid.problems().stream()
                .map(problem -> problem.toString().replace(root + "/", ""))
                .toList();
    }

    /**
     * A config with the client web1. It has what is needed: host, user, host-keys, identity, key, repository and
     * passphrase in the lines 4 to 10; a line for one of these replaces it, others begin at line 11; all at column 5.
     */
    static String client(String... lines) {
        Map<String, String> byKey = new LinkedHashMap<>();
        List<String> needed = List.of(
                "host: borg-client",
                "user: borgc",
                "host-keys: [\"" + PIN + "\"]",
                "identity: id",
                "key: key",
                "repository: ~/repo",
                "passphrase: none");
        Stream.concat(needed.stream(), Stream.of(lines)).forEach(line -> byKey.put(line.split(":")[0], line));
        StringBuilder text = new StringBuilder(SERVER + "clients:\n  web1:\n");
        byKey.values().forEach(line -> text.append("    ").append(line).append('\n'));
        return text.toString();
    }
}
