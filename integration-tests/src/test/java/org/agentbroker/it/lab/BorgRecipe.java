package org.agentbroker.it.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What broker replaces: {@code ssh-agent}, {@code ssh-add} and {@code ssh -A} to a client whose borg logs in at the
 * server. It proves the lab, and it is the other side of every comparison.
 */
public final class BorgRecipe implements AutoCloseable {
    private static final Pattern SOCKET = Pattern.compile("SSH_AUTH_SOCK=([^;]+);");
    private static final Pattern PID = Pattern.compile("SSH_AGENT_PID=([0-9]+);");
    private static final String OPTIONS = "-F none -o BatchMode=yes -o LogLevel=ERROR -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null -o GlobalKnownHostsFile=/dev/null";

    private final Lab lab;
    private final String socket;
    private final String pid;

    /** Starts an agent that holds the dedicated key. */
    public BorgRecipe(Lab lab) {
        this.lab = lab;
        String answer = Command.of("ssh-agent", "-s").run().expectSuccess().stdoutText();
        socket = group(SOCKET, answer);
        pid = group(PID, answer);
        Command.of("ssh-add", "-q", lab.key().toString())
                .env("SSH_AUTH_SOCK", socket)
                .run()
                .expectSuccess();
    }

    /** Runs a shell command at the client, the agent forwarded. */
    public Result onClient(int port, String shell) {
        return ssh(lab.identity(), port, lab.clientUser(), shell).run();
    }

    /** {@code ssh -A} to a port of this machine, unless an option names another host. */
    public Command ssh(Path identity, int port, String user, String shell, String... options) {
        List<String> words = new ArrayList<>(List.of("ssh"));
        words.addAll(List.of(OPTIONS.split(" ")));
        words.addAll(List.of("-o", "IdentitiesOnly=yes", "-A", "-i", identity.toString()));
        words.addAll(List.of(options));
        words.addAll(List.of("-p", Integer.toString(port), user + "@127.0.0.1", shell));
        return Command.of(words).env("SSH_AUTH_SOCK", socket);
    }

    /** Runs {@code borg ARGS} at the client. The passphrase stands in the remote argv, which broker never does. */
    public Result borg(String repository, String args) {
        String url = "ssh://" + lab.serverUser() + "@127.0.0.1/" + repository;
        String variables = "BORG_REPO=" + url + " BORG_PASSPHRASE=" + lab.passphrase() + " BORG_RSH='ssh " + OPTIONS
                + " -p " + lab.serverPort() + "' ";
        return onClient(lab.clientPort(), variables + "borg " + args);
    }

    /** Ends the agent. */
    @Override
    public void close() {
        Command.of("kill", pid).run();
    }

    private static String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new AssertionError(pattern + " is not in: " + text);
        }
        return matcher.group(1);
    }
}
