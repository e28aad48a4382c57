package org.agentbroker.broker.keys;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.util.Set;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.account.Account;

/**
 * Whom an account's files may belong to, and who may write in them: what sshd's {@code StrictModes} demands.
 *
 * @param guarded broker is root and changes the files of somebody who is not, and who may put others in their place
 */
record Owners(Account account, UserPrincipal root, UserPrincipal user, GroupPrincipal group, boolean guarded) {
    private static final int ROOT = 0;

    /** @throws UnusableInput when this process is neither root nor the account */
    static Owners of(Account account) throws IOException, UnusableInput {
        int own = ownUid();
        if (own != ROOT && own != account.uid()) {
            throw new UnusableInput(
                    "the keys of " + account.name() + " can be changed by root and " + account.name() + " only",
                    "run broker as one of them");
        }
        // numbers are taken where there is no such name
        UserPrincipalLookupService lookup = FileSystems.getDefault().getUserPrincipalLookupService();
        return new Owners(
                account,
                lookup.lookupPrincipalByName(Integer.toString(ROOT)),
                lookup.lookupPrincipalByName(Integer.toString(account.uid())),
                lookup.lookupPrincipalByGroupName(Integer.toString(account.gid())),
                own != account.uid());
    }

    // not the owner of /proc/self: that is root for a process that no debugger may look into
    private static int ownUid() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Uid:")) {
                return Integer.parseInt(line.split("\\s+")[2]); // the effective one
            }
        }
        throw new IOException("there is no uid in /proc/self/status");
    }

    /** Only root can put something else in the place of what is in a directory like this. */
    boolean onlyRootChanges(PosixFileAttributes directory) {
        return directory.owner().equals(root) && !isWritable(directory, false);
    }

    void check(Path path, PosixFileAttributes attributes) throws UnusableInput {
        if (!attributes.owner().equals(root) && !attributes.owner().equals(user)) {
            throw new UnusableInput(
                    path + " belongs to " + attributes.owner().getName(), "chown it to " + account.name());
        }
        if (isWritable(attributes, true)) {
            throw new UnusableInput(path + " can be written by others", "chmod go-w " + path);
        }
    }

    private boolean isWritable(PosixFileAttributes attributes, boolean exceptByOwnGroup) {
        Set<PosixFilePermission> mode = attributes.permissions();
        boolean byGroup = mode.contains(PosixFilePermission.GROUP_WRITE)
                && !(exceptByOwnGroup && attributes.group().equals(group)); // as Debian's sshd takes it
        return byGroup || mode.contains(PosixFilePermission.OTHERS_WRITE);
    }
}
