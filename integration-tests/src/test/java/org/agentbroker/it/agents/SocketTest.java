package org.agentbroker.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.agentbroker.it.lab.BrokerProcess;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.LabExtension;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Running;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The socket: what may stand in its place, who may use it, and when it is there. */
@ExtendWith(LabExtension.class)
class SocketTest {
    private final Lab lab;
    private Path directory;
    private Path socket;

    SocketTest(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void make() {
        directory = lab.newDirectory();
        socket = directory.resolve("agent");
    }

    @Test
    void socketThatADeadAgentLeftIsReplaced() throws IOException {
        try (BrokerAgent agent = BrokerAgent.started(socket, BrokerAgent.command(socket))) {
            agent.process().sendSignal("KILL");
            agent.process().waitFor(BrokerAgent.SOON);
        }
        assertThat(socket).exists();

        try (BrokerAgent agent = BrokerAgent.started(socket, BrokerAgent.command(socket))) {
            assertThat(agent.listed()).isEmpty();
            assertThat(names()).containsExactly("agent");
        }
    }

    @Test
    void agentThatAnswersIsNotPushedAside() throws IOException {
        try (BrokerAgent agent = BrokerAgent.started(socket, BrokerAgent.command(socket))) {
            Result second = BrokerAgent.command(socket).run();

            assertThat(second.exitCode()).isEqualTo(78);
            assertThat(second.stderr())
                    .isEqualTo("broker: somebody answers at " + socket + " already\n"
                            + "broker: hint: name another one: --socket PATH\n");
            assertThat(agent.listed()).isEmpty();
            assertThat(names()).containsExactly("agent");
        }
    }

    @Test
    void whateverIsNoSocketIsLeftAlone() throws IOException {
        Path target = Files.writeString(directory.resolve("target"), "mine");
        Files.createSymbolicLink(directory.resolve("link"), target);
        Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("nothing"));
        for (String name : List.of("target", "link", "dangling")) {
            Result result = BrokerAgent.command(directory.resolve(name)).run();

            assertThat(result.exitCode()).as(name).isEqualTo(78);
            assertThat(result.stderr())
                    .startsWith("broker: " + directory.resolve(name) + " exists and is not a socket\n");
        }
        assertThat(target).hasContent("mine");
        assertThat(names()).containsExactly("dangling", "link", "target");
    }

    /** Seen from another program in a loop, with the widest umask: at no moment is there a socket for others. */
    @Test
    void isPrivateFromTheMomentItIsSeen() throws IOException {
        List<String> words = List.of(
                "sh",
                "-c",
                "umask 0; exec \"$@\"",
                "sh",
                BrokerProcess.binary().toString(),
                "agent",
                "--socket",
                socket.toString());
        Set<String> seen = new TreeSet<>();
        try (Running agent = Command.of(words).env("HOME", BrokerProcess.home()).start()) {
            long end = System.nanoTime() + BrokerAgent.SOON.toNanos();
            while (!agent.stdout().contains("SSH_AGENT_PID") && System.nanoTime() - end < 0) {
                for (String name : names()) {
                    seen.add((name.equals("agent") ? "socket " : "directory ") + mode(directory.resolve(name)));
                }
            }
            assertThat(mode(socket)).isEqualTo("rw-------");
        }
        seen.remove("directory gone");
        seen.remove("socket rw-------");
        assertThat(seen).isSubsetOf("directory rwx------");
    }

    @Test
    void withoutAPathItIsInAPrivateDirectoryThatGoesWithIt() throws IOException {
        Result result = BrokerProcess.command(
                        "agent", "--", "sh", "-c", "echo $SSH_AUTH_SOCK; stat -c %a ${SSH_AUTH_SOCK%/*} $SSH_AUTH_SOCK")
                .env("TMPDIR", directory)
                .run();

        assertThat(result.expectSuccess().stdoutText().lines())
                .satisfies(lines -> assertThat(lines.get(0)).startsWith(directory.toString()))
                .endsWith("700", "600");
        assertThat(names()).isEmpty();
    }

    @Test
    void anotherUserIsTurnedAwayAlsoWhereTheModeLetsHimIn() throws IOException {
        Assumptions.assumeTrue(lab.hasSeparateAccounts(), "needs root: to be somebody else");
        Path open = Files.createDirectory(lab.directory().resolve("open-" + directory.getFileName()));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path reachable = open.resolve("agent");
        try (BrokerAgent agent = BrokerAgent.started(reachable, BrokerAgent.command(reachable))) {
            assertThat(asNobody(agent).stderr()).contains("Permission denied");
            Files.setPosixFilePermissions(reachable, PosixFilePermissions.fromString("rw-rw-rw-"));

            Result result = asNobody(agent);

            assertThat(result.stdoutText()).isEmpty();
            assertThat(result.stderr()).startsWith("error fetching identities: communication with agent failed");
            assertThat(agent.sshAdd("-l").exitCode()).isEqualTo(1);
        }
    }

    private Result asNobody(BrokerAgent agent) {
        return agent.command("runuser", "-u", "nobody", "--", "ssh-add", "-l").run();
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return "gone";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
