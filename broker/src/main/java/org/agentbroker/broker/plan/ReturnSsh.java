package org.agentbroker.broker.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agentbroker.agent.key.HostPin;

/**
 * How the client's borg reaches the server: BORG_RSH, which borg splits with Python's shlex. No file on the client is
 * read or written; the pins come from a command (OpenSSH 8.5 or newer).
 */
final class ReturnSsh {
    private ReturnSsh() {}

    static String command(Server server) {
        List<String> words = new ArrayList<>(List.of("ssh", "-F", "none"));
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
