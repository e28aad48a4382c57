package org.agentbroker.broker.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agentbroker.agent.key.UnusableInput;

/**
 * Starts programs as an account of this machine, in its home, with an environment of its own, and each as the leader of a
 * process group that no Ctrl-C of a terminal reaches.
 */
public final class AsAccount {
    // borg may be where the administrator puts programs, whatever the PATH of the timer that started broker
    private static final String PATH = "/usr/local/bin:/usr/bin:/bin";

    private final Account account;
    private final List<String> starters;

    private AsAccount(Account account, List<String> starters) {
        this.account = account;
        this.starters = List.copyOf(starters);
    }

    /**
     * @param what it is for, in the message
     * @throws UnusableInput when broker runs neither as that account nor as root
     */
    public static AsAccount of(Account account, String what) throws UnusableInput {
        List<String> starters = new ArrayList<>(List.of("setsid"));
        int ours = uid();
        if (ours == 0 && account.uid() != 0) {
            // not runuser: that stays between us and borg, and opens a session of PAM
            starters.addAll(
                    List.of("setpriv", "--reuid=" + account.uid(), "--regid=" + account.gid(), "--init-groups", "--"));
        } else if (ours != account.uid()) {
            throw new UnusableInput(
                    "broker cannot " + what + " as " + account.name(), "start broker as that user, or as root");
        }
        return new AsAccount(account, starters);
    }

    private static int uid() throws UnusableInput {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new UnusableInput("it cannot be seen who broker runs as: " + e.getMessage(), "is /proc mounted?");
        }
    }

    public Account account() {
        return account;
    }

    /** Where programs are looked for. */
    public static String path() {
        String path = System.getenv("PATH");
        return path == null || path.isEmpty() ? PATH : path + ":" + PATH;
    }

    /**
     * The same in the mount namespace of a process. Who the account is and which groups it has is asked here: there, other
     * files may stand in the place of {@code /etc/passwd}.
     *
     * @param directory where programs start, in that namespace
     * @throws UnusableInput when the groups cannot be had
     */
    public AsAccount within(long pid, String directory) throws UnusableInput {
        List<String> words = List.of(
                "nsenter",
                "--mount=/proc/" + pid + "/ns/mnt",
                "--",
                "setsid",
                "setpriv",
                "--reuid=" + account.uid(),
                "--regid=" + account.gid(),
                "--groups=" + account.groups(),
                "--",
                "sh",
                "-c",
                "cd \"$0\" && exec \"$@\"",
                directory);
        return new AsAccount(account, words);
    }

    /** The process that is started will be the program itself. */
    public Process start(List<String> words) throws IOException {
        List<String> command = new ArrayList<>(starters);
        command.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(account.home().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear(); // passphrases may be in there, and settings of another borg
        environment.put("PATH", path());
        environment.put("HOME", account.home().toString());
        environment.put("USER", account.name());
        environment.put("LOGNAME", account.name());
        environment.put("LC_ALL", "C.UTF-8");
        return builder.start();
    }
}
