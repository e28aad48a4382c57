package org.agentbroker.it.keys;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.agentbroker.broker.account.Account;
import org.agentbroker.broker.event.PullListener;
import org.agentbroker.broker.keys.AuthorizedKeys;
import org.agentbroker.broker.keys.KeyPurpose;
import org.agentbroker.broker.keys.PullKey;

/** A process that lets its key in and then waits to be killed. */
final class KilledPull {
    private KilledPull() {}

    public static void main(String[] args) throws Exception {
        Account account = new Account(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), Path.of(args[3]));
        AuthorizedKeys keys = AuthorizedKeys.of(
                account, Path.of(args[4]), Path.of(args[5]), Duration.ofSeconds(20), InstantSource.system());
        PullKey.perPull(
                new KeyPurpose("web1", account.name(), List.of("borg", "serve")),
                Duration.ofMinutes(2),
                keys,
                PullListener.none());
        System.out.println("added");
        new CountDownLatch(1).await();
    }
}
