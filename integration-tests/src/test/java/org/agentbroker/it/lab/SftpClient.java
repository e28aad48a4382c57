package org.agentbroker.it.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A client that offers nothing but SFTP, and of that a tree of its own: {@code ForceCommand internal-sftp} in a
 * {@code ChrootDirectory}. In the tree are links to the server's files. Needs root.
 */
public final class SftpClient implements AutoCloseable {
    private final Path root;
    private final Sshd sshd;

    private SftpClient(Path root, Sshd sshd) {
        this.root = root;
        this.sshd = sshd;
    }

    /** @param repository what a link of it points to */
    public static SftpClient start(Lab lab, Path repository) {
        try {
            // sshd wants all directories on the way to be root's alone, which rules /tmp out
            Path root = Files.createTempDirectory(Path.of("/run"), "brokerlab-sftp-");
            SftpClient made = null;
            try {
                fill(root, lab, repository);
                made = new SftpClient(root, lab.clientSshd("ForceCommand internal-sftp", "ChrootDirectory " + root));
                return made;
            } finally {
                if (made == null) {
                    remove(root);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(Path root, Lab lab, Path repository) {
        // whoever takes the account's number for a name becomes root; no name of the server's is here
        String text = "cd \"$0\" && chmod 755 . && mkdir -p etc/apt home/alice/sub srv proc/1 &&"
                + " printf 'root:x:0:0::/:/bin/sh\\nalice:x:1005:1007:A:/home/alice:/bin/sh\\n'\"$1\"':x:0:0::/:/bin/sh\\n'"
                + " >etc/passwd && printf 'root:x:0:\\nstaff:x:1007:\\n'\"$2\"':x:0:\\n' >etc/group &&"
                + " echo sources >etc/apt/sources.list && echo secret of the client >home/alice/secret &&"
                + " echo notes >home/alice/notes && ln home/alice/notes home/alice/hard &&"
                + " : >\"$(printf 'home/alice/bad\\377')\" && : >home/alice/sub/a.cache && : >proc/1/maps &&"
                + " mkfifo home/alice/fifo && ln -s /etc evil && ln -s ../../../../etc srv/dots &&"
                + " ln -s /etc/shadow srv/shadow && ln -s \"$3\" srv/repository && ln -s loop srv/loop &&"
                + " chown -hR 1005:1007 home/alice && chmod 600 home/alice/secret && chown root home/alice/secret";
        Command.of("sh", "-c", text, root.toString(), uid(lab), gid(lab), repository.toString())
                .run()
                .expectSuccess();
    }

    private static String uid(Lab lab) {
        return id(lab, "-u");
    }

    private static String gid(Lab lab) {
        return id(lab, "-g");
    }

    private static String id(Lab lab, String option) {
        return Command.of("id", option, lab.serverUser())
                .run()
                .expectSuccess()
                .stdoutText()
                .strip();
    }

    /** The lab's config with this client. */
    public ConfigText config(Lab lab, String repository) {
        return lab.config()
                .client("repository", repository)
                .client("method", "sshfs")
                .client("port", sshd.portText());
    }

    /** What there is, and when it was changed. */
    public String state() {
        return Command.of("find", root.toString(), "-printf", "%P %y %m %U %G %s %T@ %C@\\n")
                .run()
                .expectSuccess()
                .stdoutText();
    }

    @Override
    public void close() {
        sshd.close();
        remove(root);
    }

    private static void remove(Path root) {
        Command.of("rm", "-r", "--one-file-system", root.toString()).run().expectSuccess();
    }
}
