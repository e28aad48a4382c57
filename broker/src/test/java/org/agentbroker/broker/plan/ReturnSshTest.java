package org.agentbroker.broker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.broker.fixture.Pins;
import org.agentbroker.broker.fixture.Programs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What borg and OpenSSH understand of the return command. */
class ReturnSshTest {
    static Stream<Server> servers() {
        return Stream.of(
                new Server("borgs", "borg-server", 2222, List.of(Pins.SERVER)),
                new Server("borgs", "borg-server", 22, List.of(Pins.SERVER, Pins.ECDSA, Pins.RSA)),
                new Server("borgs", "2001:db8::7", 22, List.of(Pins.SERVER)));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void borgSplitsItIntoTheWordsThatAreMeant(Server server) throws Exception {
        List<String> words = split(command(server));

        assertThat(words)
                .startsWith("sh", "-c", "ssh \"$@\" || { r=$?; sleep 1; exit $r; }", "ssh", "-F", "none", "-o");
        assertThat(words)
                .filteredOn(word -> word.matches("[A-Za-z]+=.*"))
                .containsExactly(
                        "BatchMode=yes",
                        "StrictHostKeyChecking=yes",
                        "UserKnownHostsFile=/dev/null",
                        "GlobalKnownHostsFile=/dev/null",
                        "IdentityFile=none",
                        "HostName=" + server.host(),
                        "Port=" + server.port(),
                        "HostKeyAlias=" + server.host(),
                        "KnownHostsCommand=/bin/sh -c \"" + String.join("; ", echoes(server)) + "\"",
                        "Ciphers=^aes128-gcm@openssh.com,aes256-gcm@openssh.com",
                        "ConnectTimeout=30",
                        "ServerAliveInterval=5",
                        "ServerAliveCountMax=3");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void sshTakesEveryOption(Server server) throws Exception {
        List<String> all = split(command(server));
        // without the shell around it
        List<String> words = new ArrayList<>(all.subList(all.indexOf("ssh"), all.size()));
        words.set(0, Programs.require("ssh"));
        words.add(1, "-G");
        // borg adds these (borg remote.py, ssh_cmd)
        words.add("borgs@" + server.host());

        assertThat(Programs.output(words, "").lines())
                .contains(
                        "user borgs",
                        "hostname " + server.host(),
                        "port " + server.port(),
                        "hostkeyalias " + server.host(),
                        "knownhostscommand /bin/sh -c \"" + String.join("; ", echoes(server)) + "\"",
                        "identityfile none",
                        "batchmode yes",
                        "stricthostkeychecking true",
                        "userknownhostsfile /dev/null",
                        "globalknownhostsfile /dev/null",
                        "connecttimeout 30",
                        "serveraliveinterval 5",
                        "serveralivecountmax 3");
    }

    @ParameterizedTest
    @MethodSource("servers")
    void theCommandPrintsTheLinesOfAKnownHostsFile(Server server) throws Exception {
        String script = String.join("; ", echoes(server));

        assertThat(Programs.output(List.of("/bin/sh", "-c", script), "").lines())
                .containsExactlyElementsOf(server.pins().stream()
                        .map(pin -> server.host() + " " + pin.line())
                        .toList());
    }

    private static String command(Server server) {
        Endpoint.Ssh to = new Endpoint.Ssh(server.host(), server.port(), server.pins(), false);
        return ReturnSsh.command(server.host(), to, Duration.ofSeconds(30));
    }

    private static List<String> echoes(Server server) {
        return server.pins().stream()
                .map(HostPin::line)
                .map(line -> "echo " + server.host() + " " + line)
                .toList();
    }

    private static List<String> split(String command) throws Exception {
        String python = "import shlex, sys; print('\\n'.join(shlex.split(sys.stdin.read())))";
        String output = Programs.output(List.of(Programs.require("python3"), "-c", python), command);
        return output.lines().toList();
    }
}
