package org.agentbroker.it.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The programs that a lab is made of, and those that single tests need. */
public final class Prerequisites {
    private static final List<String> PROGRAMS = List.of("bash", "sshd", "ssh", "ssh-keygen", "borg", "setsid", "ps");

    private Prerequisites() {}

    /** Why there can be no lab here. Fails where {@code CI=true}: a test left out there would go unseen. */
    static Optional<String> missing() {
        return missing(PROGRAMS);
    }

    /** Skips the test that asks, and says so, where one of the programs is not installed; fails where {@code CI=true}. */
    public static void need(String... programs) {
        missing(List.of(programs)).ifPresent(Prerequisites::skip);
    }

    /** As {@link #need}, for a module of Debian's own Python. */
    public static void needPython(String module) {
        boolean there = isInstalled("python3")
                && Command.of("/usr/bin/python3", "-c", "import " + module)
                                .run()
                                .exitCode()
                        == 0;
        if (!there) {
            skip(absent(List.of("python3-" + module)));
        }
    }

    /** As {@link #need}, for what only root may do, such as {@code mount} and {@code net}: the words of unshare(1). */
    public static void needNamespaces(String... namespaces) {
        need("unshare");
        List<String> words = new ArrayList<>(List.of("unshare"));
        for (String namespace : namespaces) {
            words.add("--" + namespace);
        }
        words.add("true");
        Result result = Command.of(words).run();
        // a plain user would need a user namespace, in which the accounts of a lab do not exist
        if (result.exitCode() != 0) {
            skip(failureInCi("not allowed here, needs root: " + result.stderr().strip()));
        }
    }

    /** As {@link #need}, for {@code method: sshfs}. Skips the test everywhere where the kernel mounts no FUSE. */
    public static void needSshfs(Lab lab) {
        need("sshfs", "unshare", "nsenter", "setpriv");
        needAccounts(lab);
        needNamespaces("mount");
        Result result = Command.of(
                        "unshare",
                        "--mount",
                        "sh",
                        "-c",
                        "exec 5<>/dev/fuse && mount -i -t fuse.test"
                                + " -o fd=5,rootmode=40000,user_id=0,group_id=0 test /proc/fs")
                .run();
        if (result.exitCode() != 0) {
            skip("no FUSE here: " + result.stderr().strip());
        }
    }

    /** As {@link #need}, for accounts of one's own for client and server. */
    static void needAccounts(Lab lab) {
        if (!lab.hasSeparateAccounts()) {
            skip(failureInCi("needs root: client and server have no accounts of their own"));
        }
    }

    private static Optional<String> missing(List<String> programs) {
        List<String> missing =
                programs.stream().filter(program -> !isInstalled(program)).toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(absent(missing));
    }

    private static String absent(List<String> names) {
        return failureInCi("not installed: " + String.join(", ", names) + " (integration-tests/install --tests)");
    }

    private static String failureInCi(String reason) {
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        return reason;
    }

    // Maven's summary counts skipped tests and does not say why
    private static void skip(String reason) {
        System.err.println("skipped: " + reason);
        Assumptions.abort(reason);
    }

    private static boolean isInstalled(String program) {
        // sshd is in a directory that a plain user's PATH may not have
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin", "/sbin"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
