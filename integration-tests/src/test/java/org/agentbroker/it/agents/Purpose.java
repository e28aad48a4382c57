package org.agentbroker.it.agents;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;

/** {@code broker agent --key FILE …} for a login at the lab's server by way of its client. */
final class Purpose {
    private static final String SSH = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR"
            + " -o UserKnownHostsFile=/dev/null ";

    private Purpose() {}

    /** Its options; those that are given take the place of the usual ones, empty ones are left out. */
    static String[] options(Lab lab, String... given) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--key", lab.key().toString());
        options.put("--to", lab.serverUser() + "@127.0.0.1");
        options.put(
                "--pin",
                KeyFile.write(lab.newDirectory().resolve("server.pub"), lab.serverHostKey())
                        .toString());
        options.put("--hop", lab.clientHostKey());
        for (int i = 0; i < given.length; i += 2) {
            options.put(given[i], given[i + 1]);
        }
        return options.entrySet().stream()
                .filter(each -> !each.getValue().isEmpty())
                .flatMap(each -> Stream.of(each.getKey(), each.getValue()))
                .toArray(String[]::new);
    }

    /** A shell's words that run others at the client, the agent forwarded. */
    static Result atTheClient(Lab lab, BrokerAgent agent, String words) {
        return agent.command("sh", "-c", atTheClient(lab, words)).run();
    }

    static String atTheClient(Lab lab, String words) {
        return SSH + "-A -i " + lab.identity() + " -p " + lab.clientPort() + " " + lab.clientUser() + "@127.0.0.1 '"
                + words + "'";
    }

    /** A shell's words that log in at the server, where the key may only run borg serve, and say how that ended. */
    static String login(Lab lab) {
        return login(lab.serverUser(), lab.serverPort());
    }

    static String login(String user, int port) {
        return SSH + "-o IdentityFile=none -p " + port + " " + user
                + "@127.0.0.1 borg serve </dev/null >/dev/null 2>&1; echo login $?; ";
    }

    /** A Python program that logs in by paramiko as often as is said, and says how that ended. */
    static Command paramiko(Lab lab, int times) {
        String program = """
                import sys, paramiko
                for i in range(int(sys.argv[3])):
                    client = paramiko.SSHClient()
                    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
                    try:
                        client.connect("127.0.0.1", int(sys.argv[2]), sys.argv[1], look_for_keys=False)
                        print("in")
                    except paramiko.SSHException:
                        print("out")
                    client.close()
                """;
        return Command.of(
                "/usr/bin/python3",
                "-c",
                program,
                lab.serverUser(),
                Integer.toString(lab.serverPort()),
                Integer.toString(times));
    }
}
