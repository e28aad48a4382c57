package org.agentbroker.it.agents;

import java.nio.file.Path;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;

/** Two machines, {@code host_a} and {@code host_b}, where a key may log in and its agent may be forwarded to. */
final class Hops implements AutoCloseable {
    private static final String SSH = "ssh -F none -o BatchMode=yes -o StrictHostKeyChecking=no -o LogLevel=ERROR"
            + " -o UserKnownHostsFile=/dev/null -o IdentityFile=none ";

    private final Lab lab;
    private final Sshd a;
    private final Sshd b;

    private Hops(Lab lab, Sshd a, Sshd b) {
        this.lab = lab;
        this.a = a;
        this.b = b;
    }

    /** @param lines more settings of {@code host_b} */
    static Hops open(Lab lab, KeyFile key, String... lines) {
        // the logins read it as their own users, who cannot enter the directory of a test
        Path authorized = KeyFile.write(
                lab.directory().resolve("authorized-" + key.file().getParent().getFileName()), key.line());
        String[] all = new String[lines.length + 1];
        all[0] = "AuthorizedKeysFile " + authorized;
        System.arraycopy(lines, 0, all, 1, lines.length);
        return new Hops(lab, lab.clientSshd(all[0]), lab.serverSshd(all));
    }

    /** Both, as a list of known hosts has them. */
    Path known(Lab lab) {
        return KeyFile.write(
                lab.newDirectory().resolve("known_hosts"),
                "host_a " + lab.clientHostKey(),
                "host_b " + lab.serverHostKey());
    }

    /** A shell's words that run other words at {@code host_a}; quotes do not nest, so no single ones there. */
    String onA(String words) {
        return SSH + "-A -p " + a.port() + " " + lab.clientUser() + "@127.0.0.1 '" + words + "'";
    }

    /** A shell's words that run a command of one word or more at {@code host_b}; no quotes, so that they nest. */
    String onB(String words) {
        return SSH + "-A -p " + b.port() + " " + lab.serverUser() + "@127.0.0.1 " + words;
    }

    /** Runs it here, with that agent. */
    Result here(BrokerAgent agent, String words) {
        return agent.command("sh", "-c", words).run();
    }

    @Override
    public void close() {
        a.close();
        b.close();
    }
}
