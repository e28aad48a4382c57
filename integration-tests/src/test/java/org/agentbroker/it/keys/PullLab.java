package org.agentbroker.it.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.agentbroker.agent.AgentEvent;
import org.agentbroker.agent.ForwardedAgent;
import org.agentbroker.agent.SteadyClock;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.Reason;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.agent.unix.AgentServer;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.keys.AuthorizedKeys;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.PullKey;
import org.agentbroker.it.lab.Command;
import org.agentbroker.it.lab.Lab;
import org.agentbroker.it.lab.Result;
import org.agentbroker.it.lab.Sshd;

/** The server's account with an authorized_keys of its own, an sshd that reads that, and logins with keys of pulls. */
final class PullLab implements AutoCloseable {
    private static final String NAME = "pull-keys";

    private final Lab lab;
    private final Account account;
    private final Path file;
    private final Path locks;
    private final Sshd sshd;

    private PullLab(Lab lab, String... lines) throws IOException {
        this.lab = lab;
        Path home = lab.serverHome();
        this.account = new Account(
                lab.serverUser(),
                (int) Files.getAttribute(home, "unix:uid"),
                (int) Files.getAttribute(home, "unix:gid"),
                home);
        this.file = home.resolve(NAME).resolve("authorized_keys");
        this.locks = lab.newDirectory();
        String[] all = new String[lines.length + 2];
        all[0] = "AuthorizedKeysFile " + file;
        all[1] = "StrictModes " + (lab.hasSeparateAccounts() ? "yes" : "no");
        System.arraycopy(lines, 0, all, 2, lines.length);
        this.sshd = lab.serverSshd(all);
    }

    static PullLab open(Lab lab, String... lines) throws IOException {
        return new PullLab(lab, lines);
    }

    AuthorizedKeys keys(InstantSource clock) {
        return AuthorizedKeys.of(account, file, locks, Duration.ofSeconds(20), clock);
    }

    Account account() {
        return account;
    }

    /** Of the authorized_keys; there is none as long as nobody needs one. */
    Path file() {
        return file;
    }

    Path locks() {
        return locks;
    }

    String log() {
        return sshd.log();
    }

    /** Prints the word, and shows that it was not the login that chose the command. */
    KeyPurpose printing(String word) {
        return new KeyPurpose("web1", account.name(), List.of("/usr/bin/printf", "<%s>", word));
    }

    /** Tries to log in with this key, from here; the agent lets it sign twice. */
    Login login(PullKey key) throws UnusableInput {
        List<AgentEvent> events = new CopyOnWriteArrayList<>();
        HostPin pin = HostPin.parse(lab.serverHostKey());
        SignPolicy policy =
                new SignPolicy(PolicyLevel.UNBOUND, account.name(), Set.of(pin), Set.of(), 2, Duration.ofMinutes(2));
        try (ForwardedAgent agent = ForwardedAgent.open(key.key(), policy, events::add, new SteadyClock());
                AgentServer server = AgentServer.open(agent, lab.newDirectory().resolve("agent"))) {
            Result result = Command.of(
                            "ssh",
                            "-F",
                            "none",
                            "-o",
                            "BatchMode=yes",
                            "-o",
                            "StrictHostKeyChecking=no",
                            "-o",
                            "UserKnownHostsFile=/dev/null",
                            "-o",
                            "LogLevel=ERROR",
                            "-o",
                            "IdentityFile=none",
                            "-p",
                            sshd.portText(),
                            account.name() + "@127.0.0.1",
                            "echo this must not run")
                    .env("SSH_AUTH_SOCK", server.path())
                    .run();
            long signatures = events.stream()
                    .filter(event -> event.reason() == Reason.SIGNED)
                    .count();
            return new Login(result.exitCode(), result.stdoutText(), signatures);
        }
    }

    /** How it ended, what it printed, and how often the key signed for it. */
    record Login(int exitCode, String output, long signatures) {
        static final Login REFUSED = new Login(255, "", 0);

        static Login printing(String word) {
            return new Login(0, "<" + word + ">", 1);
        }
    }

    @Override
    public void close() throws IOException {
        sshd.close();
        Files.deleteIfExists(file);
        Files.deleteIfExists(file.getParent());
    }
}
