package org.agentbroker.broker.plan;

import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.secret.SecretSource;

/**
 * One borg command that shall run on one client; nothing in it has been checked yet.
 *
 * @param name of the client, for messages
 * @param method of the backup; other commands, but restores, are the client's borg's
 * @param way how the client's borg gets to the repository
 * @param key with which the client's borg logs in; of no use where it does not ({@link Return#hasLogin})
 * @param repository path at the server; {@code ~} is the home of {@link Server#user}
 * @param appendOnly what was saved cannot be removed, where broker has a say in that: not with {@link ClientKey.KeyFile}
 *     at the server's own sshd
 * @param borg the client's borg command; words before the last one start it, as in {@code [sudo, borg]}
 * @param lockWait how long the pull waits for another one into the repository, and then borg for its lock
 * @param deadline of the whole pull
 * @param soft the client may be asleep: that it cannot be reached is no fault
 */
public record Pull(
        String name,
        Client client,
        Server server,
        Method method,
        Return way,
        ClientKey key,
        String repository,
        boolean appendOnly,
        SecretSource passphrase,
        List<String> borg,
        BorgCommand command,
        Signing signing,
        Duration lockWait,
        Duration deadline,
        Retry retry,
        boolean soft) {
    public Pull {
        borg = List.copyOf(borg);
    }

    /** The readable way to make one. */
    public static PullBuilder of(String name) {
        return new PullBuilder(name);
    }

    /** The same for another command. */
    public Pull with(BorgCommand other) {
        return new Pull(
                name,
                client,
                server,
                method,
                way,
                key,
                repository,
                appendOnly,
                passphrase,
                borg,
                other,
                signing,
                lockWait,
                deadline,
                retry,
                soft);
    }

    /**
     * The same for another machine, as that is reached: what is the repository's stays.
     *
     * @param shown the server as that machine reaches it, and as it is proven to it
     */
    public Pull onto(String other, Client machine, Server shown, Return back, List<String> itsBorg) {
        return new Pull(
                other,
                machine,
                shown,
                method,
                back,
                key,
                repository,
                appendOnly,
                passphrase,
                itsBorg,
                command,
                signing,
                lockWait,
                deadline,
                retry,
                soft);
    }

    /** The same by the client's borg, whatever the method of its backups. */
    public Pull byBorgThere() {
        return new Pull(
                name,
                client,
                server,
                Method.AGENT,
                way,
                key,
                repository,
                appendOnly,
                passphrase,
                borg,
                command,
                signing,
                lockWait,
                deadline,
                retry,
                soft);
    }

    /** The same with another deadline. */
    public Pull within(Duration limit) {
        return new Pull(
                name,
                client,
                server,
                method,
                way,
                key,
                repository,
                appendOnly,
                passphrase,
                borg,
                command,
                signing,
                lockWait,
                limit,
                retry,
                soft);
    }

    /** What the agent may sign, beside user and host, which follow from the server. */
    public record Signing(PolicyLevel level, int signatures, Duration lifetime) {
        public static final Signing DEFAULT = new Signing(PolicyLevel.HOSTBOUND, 1, Duration.ofMinutes(2));
    }

    /** How often the client is tried before the command has started, and the pause between; never after that. */
    public record Retry(int attempts, Duration delay) {
        public static final Retry ONCE = new Retry(1, Duration.ZERO);
    }
}
