package org.agentbroker.it.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that a lab is made of. */
final class Prerequisites {
    private static final List<String> PROGRAMS = List.of("bash", "sshd", "ssh", "ssh-keygen", "borg", "setsid", "ps");

    private Prerequisites() {}

    /** Why there can be no lab here. Fails where {@code CI=true}: a test left out there would go unseen. */
    static Optional<String> missing() {
        List<String> missing =
                PROGRAMS.stream().filter(program -> !isInstalled(program)).toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        String reason = "not installed: " + String.join(", ", missing) + " (integration-tests/install --tests)";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return Optional.of(reason);
    }

    private static boolean isInstalled(String program) {
        // sshd is in a directory that a plain user's PATH may not have
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
