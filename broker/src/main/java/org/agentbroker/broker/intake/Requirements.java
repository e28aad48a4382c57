package org.agentbroker.broker.intake;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.account.AsAccount;

/**
 * What this machine has to have for {@code method: sshfs}.
 *
 * @param root starts what mounts
 * @param links for {@link MountScript#words}
 */
record Requirements(AsAccount root, String links) {
    private static final Map<String, String> PACKAGES = Map.of(
            "sshfs",
            "sshfs",
            "unshare",
            "util-linux",
            "nsenter",
            "util-linux",
            "setpriv",
            "util-linux",
            "mount",
            "mount");

    // since the fix of CVE-2026-47187 links that lead out of the mounted directory are hidden, and borg would miss them
    private static final String SHOW_LINKS = "no_contain_symlinks";

    private static final int MOST = 64 << 10;

    /**
     * @param reader the repository's account
     * @throws UnusableInput with the first thing that is missing
     */
    static Requirements met(Account reader) throws UnusableInput {
        AsAccount root = asRoot();
        if (reader.uid() == 0) {
            throw new UnusableInput(
                    "method: sshfs does not let root read what a client sends, and the repository is root's",
                    "give it to an account of its own, and name that: server.user");
        }
        for (String program : List.of("sshfs", "unshare", "nsenter", "setpriv", "mount")) {
            if (!isThere(program)) {
                throw new UnusableInput(
                        program + " is not installed at the server",
                        "install it: apt install " + PACKAGES.get(program));
            }
        }
        if (!Files.exists(Path.of("/dev/fuse"))) {
            throw new UnusableInput(
                    "there is no /dev/fuse at the server",
                    "modprobe fuse; or let the container have it, or use method: tar");
        }
        return new Requirements(root, help(root).contains(SHOW_LINKS) ? "," + SHOW_LINKS : "");
    }

    private static AsAccount asRoot() throws UnusableInput {
        try {
            return AsAccount.of(Account.named("root"), "mount");
        } catch (UnusableInput e) {
            throw new UnusableInput("method: sshfs needs root, to mount the client's files", "start broker as root");
        }
    }

    private static boolean isThere(String program) {
        return Stream.of(AsAccount.path().split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private static String help(AsAccount root) throws UnusableInput {
        try {
            Process sshfs = root.start(List.of("sshfs", "--help"));
            sshfs.getOutputStream().close();
            return new String(sshfs.getInputStream().readNBytes(MOST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UnusableInput(
                    "sshfs cannot be run: " + e.getMessage(), "does sshfs --version work at the server?");
        }
    }
}
