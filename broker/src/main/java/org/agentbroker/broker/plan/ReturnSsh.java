package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;

/**
 * How the client's borg reaches the server: BORG_RSH, which borg splits with Python's shlex. No file on the client is
 * read or written; the pins come from a command (OpenSSH 8.5 or newer).
 *
 * <p>A shell around ssh keeps borg's pipes open for a second after a failure: borg takes the end of the one for the end
 * of the connection, and would often not read from the other why ssh failed (remote.py, call_many).
 */
final class ReturnSsh {
    private static final String SHELL = "sh -c 'ssh \"$@\" || { r=$?; sleep 1; exit $r; }'";

    private ReturnSsh() {}

    /** @param connect how long ssh may take to reach the server and hear of it */
    static String command(Server server, Duration connect) {
        List<String> words = new ArrayList<>(List.of(SHELL, "ssh", "-F", "none"));
        option(words, "BatchMode=yes");
        option(words, "StrictHostKeyChecking=yes");
        option(words, "UserKnownHostsFile=/dev/null");
        option(words, "GlobalKnownHostsFile=/dev/null");
        // the client's own keys stay out of it: what logs in is what the agent signs
        option(words, "IdentityFile=none");
        option(words, "HostName=" + server.host());
        option(words, "Port=" + server.port());
        // with an alias the pins carry the bare name, whatever the port (sshconnect.c, get_hostfile_hostname_ipaddr)
        option(words, "HostKeyAlias=" + server.host());
        option(words, "'KnownHostsCommand=/bin/sh -c \"" + echoes(server) + "\"'");
        option(words, "ConnectTimeout=" + Math.max(1, connect.toSeconds()));
        option(words, "ServerAliveInterval=5");
        option(words, "ServerAliveCountMax=3");
        return String.join(" ", words);
    }

    private static void option(List<String> words, String option) {
        words.add("-o");
        words.add(option);
    }

    private static String echoes(Server server) {
        return server.pins().stream()
                .map(HostPin::line)
                .map(line -> "echo " + server.host() + " " + line)
                .collect(Collectors.joining("; "));
    }
}
