package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;

/**
 * How the client's borg reaches an SSH server: BORG_RSH, which borg splits with Python's shlex. No file on the client is
 * read or written; the pins come from a command (OpenSSH 8.5 or newer).
 *
 * <p>A shell around ssh keeps borg's pipes open for a second after a failure: borg takes the end of the one for the end
 * of the connection, and would often not read from the other why ssh failed (remote.py, call_many).
 */
final class ReturnSsh {
    private static final String SHELL = "sh -c 'ssh \"$@\" || { r=$?; sleep 1; exit $r; }'";

    private ReturnSsh() {}

    /**
     * @param alias the host of the repository's URL, under which the pins are told
     * @param connect how long ssh may take to reach the server and hear of it
     */
    static String command(String alias, Endpoint.Ssh to, Duration connect) {
        List<String> pins = to.pins().stream().map(HostPin::line).toList();
        return command(alias, to.host(), Integer.toString(to.port()), pins, to.withinHop(), connect);
    }

    /** As it will be, for people, when port and key come about with the pull: {@code PORT} and {@code KEY}. */
    static String outline(String alias, List<HostPin> pins, Duration connect) {
        List<String> lines = pins.stream().map(HostPin::line).toList();
        return command(alias, LOOPBACK, "PORT", lines.isEmpty() ? List.of("ssh-ed25519 KEY") : lines, true, connect);
    }

    // AES with the processor's instructions is quicker than OpenSSH's first choice, here and in MINA
    private static final String CIPHERS = "Ciphers=^aes128-gcm@openssh.com,aes256-gcm@openssh.com";
    // within the hop, whose own key exchange is post-quantum, the quickest will do
    private static final String KEX_WITHIN_HOP = "KexAlgorithms=^curve25519-sha256,curve25519-sha256@libssh.org";

    /** Where a reverse forward listens on the client. Not a name: the client's other users may listen at ::1. */
    static final String LOOPBACK = "127.0.0.1";

    private static String command(
            String alias, String host, String port, List<String> pins, boolean withinHop, Duration connect) {
        List<String> words = new ArrayList<>(List.of(SHELL, "ssh", "-F", "none"));
        option(words, "BatchMode=yes");
        option(words, "StrictHostKeyChecking=yes");
        option(words, "UserKnownHostsFile=/dev/null");
        option(words, "GlobalKnownHostsFile=/dev/null");
        // the client's own keys stay out of it: what logs in is what the agent signs
        option(words, "IdentityFile=none");
        option(words, "HostName=" + host);
        option(words, "Port=" + port);
        // with an alias the pins carry the bare name, whatever the port (sshconnect.c, get_hostfile_hostname_ipaddr)
        option(words, "HostKeyAlias=" + alias);
        option(words, "'KnownHostsCommand=/bin/sh -c \"" + echoes(alias, pins) + "\"'");
        option(words, CIPHERS);
        if (withinHop) {
            option(words, KEX_WITHIN_HOP);
        }
        option(words, "ConnectTimeout=" + Math.max(1, connect.toSeconds()));
        option(words, "ServerAliveInterval=5");
        option(words, "ServerAliveCountMax=3");
        return String.join(" ", words);
    }

    private static void option(List<String> words, String option) {
        words.add("-o");
        words.add(option);
    }

    private static String echoes(String alias, List<String> pins) {
        return pins.stream().map(line -> "echo " + alias + " " + line).collect(Collectors.joining("; "));
    }
}
