package org.agentbroker.cli.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which files make up the configuration. */
final class ConfigFiles {
    static final Path OF_THE_SYSTEM = Path.of("/etc/broker/broker.yaml");
    private static final String EXAMPLE = "share/broker.example.yaml shows one";

    private ConfigFiles() {}

    /** The file, and those of {@code broker.d} beside it by name. Empty with a problem when there is none. */
    static List<Path> find(
            @Nullable Path explicit, Map<String, String> environment, Path home, Path ofTheSystem, Problems problems) {
        if (explicit != null) {
            if (Files.notExists(explicit)) {
                problems.add(Place.in(explicit.toString()), "does not exist", EXAMPLE);
                return List.of();
            }
            return withDropIns(explicit, problems);
        }
        Path ofTheUser = configHome(environment, home).resolve("broker/broker.yaml");
        // not Files.exists: a file that cannot be looked at must not make another one count
        for (Path candidate : List.of(ofTheUser, ofTheSystem)) {
            if (!Files.notExists(candidate)) {
                return withDropIns(candidate, problems);
            }
        }
        problems.add(
                Place.in(ofTheUser.toString()),
                "does not exist, nor does " + ofTheSystem,
                "name a file with --config; " + EXAMPLE);
        return List.of();
    }

    // XDG Base Directory Specification: relative paths are to be ignored
    private static Path configHome(Map<String, String> environment, Path home) {
        String named = environment.getOrDefault("XDG_CONFIG_HOME", "");
        return named.startsWith("/") ? Path.of(named) : home.resolve(".config");
    }

    private static List<Path> withDropIns(Path file, Problems problems) {
        List<Path> files = new ArrayList<>(List.of(file));
        Path directory = file.resolveSibling("broker.d");
        if (!Files.isDirectory(directory)) {
            return files;
        }
        List<Path> dropIns = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, "[!.]*.{yaml,yml}")) {
            for (Path entry : entries) {
                if (entry.toString().endsWith(".yml")) {
                    problems.add(Place.in(entry.toString()), "is not read", "let its name end in .yaml");
                } else {
                    dropIns.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            problems.add(Place.in(directory.toString()), "cannot be listed", "ls -ld " + directory);
        }
        dropIns.sort(null);
        files.addAll(dropIns);
        return files;
    }
}
