package org.agentbroker.broker.returnpath;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agentbroker.broker.fixture.Programs;
import org.agentbroker.broker.returnpath.EmbeddedEvent.LoggedIn;
import org.agentbroker.broker.returnpath.EmbeddedEvent.OddCommand;
import org.agentbroker.broker.returnpath.EmbeddedEvent.Strangers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that has logged in may ask for, and in vain. */
class EmbeddedRequestsTest {
    @TempDir
    Path directory;

    @Test
    void anyCommandIsTheSameChild() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "echo", "forced")) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(List.of(), "rm -rf / \u001b[31m"), "");
            assertThat(result.out()).isEqualTo("forced\n");
            assertThat(endpoint.events).contains(new OddCommand("rm -rf / \\u001b[31m"));
        }
    }

    @Test
    void thereIsNoShell() throws Exception {
        refused(List.of("-T"), "shell request failed on channel 0");
    }

    @Test
    void thereIsNoSubsystem() throws Exception {
        refused(List.of("-s"), "subsystem request failed on channel 0", "sftp");
    }

    @Test
    void thereIsNoTerminal() throws Exception {
        refused(List.of("-tt"), "PTY allocation request failed", "borg serve");
    }

    @Test
    void noVariableAndNoForwardedAgentComesThrough() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "sh", "-c", "echo ${LC_EVIL-none} ${SSH_AUTH_SOCK-none}")) {
            Endpoint.Result result =
                    Endpoint.run(endpoint.ssh(List.of("-A", "-o", "SetEnv=LC_EVIL=1"), "borg serve"), "");
            assertThat(result.out()).isEqualTo("none none\n");
        }
    }

    @Test
    void nothingIsReachedThroughTheServer() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            String ownPort = "127.0.0.1:" + endpoint.port.port();
            Endpoint.Result result = Endpoint.run(endpoint.ssh(List.of("-W", ownPort)), "");
            assertThat(result.status()).isEqualTo(255);
            assertThat(result.err()).contains("administratively prohibited");
        }
    }

    @Test
    void nothingIsForwardedBack() throws Exception {
        refused(
                List.of("-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:1"),
                "remote port forwarding failed",
                "borg serve");
    }

    @Test
    void noSocketIsForwardedBack() throws Exception {
        refused(
                List.of("-o", "ExitOnForwardFailure=yes", "-R", "/tmp/evil.sock:127.0.0.1:1"),
                "remote port forwarding failed",
                "borg serve");
    }

    private void refused(List<String> options, String message, String... command) throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            Endpoint.Result result = Endpoint.run(endpoint.ssh(options, command), "");
            assertThat(result.status()).isEqualTo(255);
            assertThat(result.err()).contains(message);
        }
    }

    @Test
    void aSecondSessionOfOneLoginIsRefused() throws Exception {
        String control = directory.resolve("control").toString();
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            List<String> first = endpoint.ssh(List.of("-M", "-S", control), "borg serve");
            Process master = new ProcessBuilder(first).start();
            Endpoint.await(() -> directory.resolve("control").toFile().exists());
            Endpoint.Result second = Endpoint.run(
                    List.of(Programs.require("ssh"), "-F", "none", "-S", control, "borgs@server", "borg serve"), "");
            assertThat(second.status()).isEqualTo(255);
            assertThat(second.err()).contains("refused");
            master.getOutputStream().close();
            assertThat(master.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(master.exitValue()).isZero();
        }
    }

    @Test
    void aSecondConnectionIsRefused() throws Exception {
        try (Endpoint endpoint = Endpoint.open(directory, "cat")) {
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "1").out())
                    .isEqualTo("1");
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "2").status())
                    .isEqualTo(255);
            endpoint.server.close();
            assertThat(endpoint.events).filteredOn(LoggedIn.class::isInstance).hasSize(1);
            assertThat(endpoint.events).endsWith(new Strangers(1, 0));
        }
    }

    @Test
    void asManyLoginsAsAllowed() throws Exception {
        ServeStarter cat = () -> new ProcessBuilder("cat").start();
        try (Endpoint endpoint = Endpoint.open(directory, Patience.USUAL, 2, cat)) {
            for (String input : List.of("1", "2")) {
                assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), input)
                                .out())
                        .isEqualTo(input);
            }
            assertThat(Endpoint.run(endpoint.ssh(List.of(), "borg serve"), "3").status())
                    .isEqualTo(255);
        }
    }
}
