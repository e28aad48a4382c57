package org.agentbroker.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Await;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Processes;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * However a test's pulls ended: soon after it no process runs for them at the client or the server, no file is there
 * that was not there before, and no lock is held. What a test did itself it has to undo before it ends.
 */
final class NothingLeft implements BeforeEachCallback, AfterEachCallback {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Namespace NAMESPACE = Namespace.create(NothingLeft.class);

    @Override
    public void beforeEach(ExtensionContext context) {
        context.getStore(NAMESPACE).put("files", files(lab(context)));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Lab lab = lab(context);
        Await.until(
                "no process of a pull is left",
                SOON,
                () -> processes(lab).isEmpty(),
                () -> processes(lab).toString());
        Set<?> before = context.getStore(NAMESPACE).get("files", Set.class);
        assertThat(files(lab)).isEqualTo(before);
        assertThat(locks(lab)).isEmpty();
    }

    private static Lab lab(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LabExtension.class))
                .getOrComputeIfAbsent(Lab.class, key -> Lab.open(), Lab.class);
    }

    /** Logins, too: sshd has a process of root's for each, with the user's name. */
    static List<Processes.Entry> processes(Lab lab) {
        if (!lab.hasSeparateAccounts()) {
            return Processes.ofUser(lab.clientUser()).stream()
                    .filter(entry ->
                            entry.exposes("HOME=" + lab.clientHome()) || entry.exposes("HOME=" + lab.serverHome()))
                    .toList();
        }
        Pattern login = Pattern.compile("^sshd\\S*: (" + lab.clientUser() + "|" + lab.serverUser() + ")\\b");
        return Stream.of(
                        Processes.ofUser(lab.clientUser()),
                        Processes.ofUser(lab.serverUser()),
                        Processes.matching(login))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    /** Without repositories and borg's own directories. */
    private static Set<String> files(Lab lab) {
        Set<String> files = new TreeSet<>();
        for (Path home : List.of(lab.clientHome(), lab.serverHome())) {
            for (Path file : below(home)) {
                if (!home.relativize(file).toString().matches("(\\.cache|\\.config|repo)\\b.*")) {
                    files.add(file.toString());
                }
            }
        }
        if (lab.hasSeparateAccounts()) {
            list(Path.of("/tmp")).stream()
                    .filter(file -> belongsTo(file, lab.clientUser()) || belongsTo(file, lab.serverUser()))
                    .forEach(file -> files.add(file.toString()));
        }
        return files;
    }

    /** Borg's, of repositories and caches. */
    static List<Path> locks(Lab lab) {
        return Stream.of(lab.clientHome(), lab.serverHome())
                .flatMap(home -> below(home).stream())
                .filter(file -> file.getFileName().toString().matches("lock\\.(exclusive|roster)"))
                .toList();
    }

    private static boolean belongsTo(Path file, String user) {
        try {
            return Files.getOwner(file).getName().equals(user);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> below(Path directory) {
        try (Stream<Path> entries = Files.walk(directory)) {
            return entries.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
