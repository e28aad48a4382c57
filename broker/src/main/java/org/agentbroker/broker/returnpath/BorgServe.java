package org.agentbroker.broker.returnpath;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.plan.Serve;

/**
 * How {@code borg serve} is started: as the server's account, in its home, with an environment of its own, and as the
 * leader of a process group that no Ctrl-C of a terminal reaches.
 */
public final class BorgServe implements ServeStarter {
    // borg may be where the administrator puts programs, whatever the PATH of the timer that started broker
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private final List<String> command;
    private final Account account;

    private BorgServe(List<String> command, Account account) {
        this.command = List.copyOf(command);
        this.account = account;
    }

    /** @throws UnusableInput when broker runs neither as that account nor as root */
    public static BorgServe as(Account account, Serve serve) throws UnusableInput {
        List<String> command = new ArrayList<>(List.of("setsid"));
        int ours = uid();
        if (ours == 0 && account.uid() != 0) {
            // not runuser: that stays between us and borg, and opens a session of PAM
            command.addAll(
                    List.of("setpriv", "--reuid=" + account.uid(), "--regid=" + account.gid(), "--init-groups", "--"));
        } else if (ours != account.uid()) {
            throw new UnusableInput(
                    "broker cannot run borg serve as " + account.name(), "start broker as that user, or as root");
        }
        command.addAll(serve.words(account.home()));
        return new BorgServe(command, account);
    }

    private static int uid() throws UnusableInput {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UnusableInput("it cannot be seen who broker runs as: " + e.getMessage(), "is /proc mounted?");
        }
    }

    /** The process that is started will be borg itself. */
    @Override
    public Process start() throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(account.home().toFile());
        Map<String, String> environment = builder.environment();
        String path = environment.getOrDefault("PATH", "");
        environment.clear(); // passphrases may be in there, and settings of another borg
        environment.put("PATH", path.isEmpty() ? PATH : path + ":" + PATH);
        environment.put("HOME", account.home().toString());
        environment.put("USER", account.name());
        environment.put("LOGNAME", account.name());
        environment.put("LC_ALL", "C.UTF-8");
        return builder.start();
    }

    @Override
    public boolean leadsGroup() {
        return true;
    }
}
