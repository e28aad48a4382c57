package org.agentbroker.broker.hostkey;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.outcome.Cause;
import org.agentbroker.broker.outcome.Outcome.Failed;
import org.agentbroker.broker.outcome.Phase;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.Timing;
import org.agentbroker.broker.secret.SecretPrompt;
import org.agentbroker.broker.secret.SecretReader;
import org.agentbroker.broker.session.HopClient;
import org.agentbroker.broker.session.HopFailure;
import org.agentbroker.broker.session.Identities;
import org.agentbroker.broker.session.Stop;
import org.agentbroker.broker.session.Visit;

/** Looks at the host keys of hosts, also of those that stand behind others. */
public final class HostKeys implements AutoCloseable {
    private final ExecutorService executor;
    private final Timing timing;
    private final SecretReader secrets;
    private final HostKeyScan scan;

    private HostKeys(ExecutorService executor, Timing timing, SecretReader secrets, HostKeyScan scan) {
        this.executor = executor;
        this.timing = timing;
        this.secrets = secrets;
        this.scan = scan;
    }

    /** @param prompt asks for passphrases of the keys that log in at hosts before others */
    public static HostKeys open(Timing timing, SecretPrompt prompt) {
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "broker-scan");
            thread.setDaemon(true);
            return thread;
        });
        HostKeyScan scan =
                HostKeyScan.open(executor, timing.connect(), timing.connect().multipliedBy(2));
        return new HostKeys(executor, timing, new SecretReader(prompt), scan);
    }

    /** Its keys, beside those that are pinned. A login is made only at hosts before it, which must be pinned. */
    public Scan of(Host host) throws InterruptedException {
        List<Client> before = host.reach().jumps();
        try {
            List<HostPin> keys = before.isEmpty()
                    ? scan.keys(host.name(), host.subject(), host.reach(), null)
                    : behind(host, before);
            return new Scan.Seen(Shown.compare(keys, host.reach().pins()));
        } catch (Stop e) {
            return new Scan.Unseen(e.outcome());
        } catch (UnusableInput e) {
            return new Scan.Unseen(new Failed(Phase.SECRETS, Cause.UNUSABLE, e.what(), e.hint()));
        }
    }

    private List<HostPin> behind(Host host, List<Client> before) throws Stop, UnusableInput, InterruptedException {
        Client last = before.get(before.size() - 1);
        for (Client each : before) {
            if (each.pins().isEmpty()) {
                throw new UnusableInput(
                        "the keys of " + host.name() + " are seen through " + HopFailure.place(each)
                                + " alone, of which no host key is pinned",
                        "broker hostkey pin " + host.subject());
            }
        }
        Client gate = new Client(
                last.host(),
                last.port(),
                last.user(),
                last.pins(),
                last.identity(),
                before.subList(0, before.size() - 1));
        Duration limit = timing.connect().plus(timing.login()).multipliedBy(before.size());
        String name = HopFailure.place(last) + ", a jump host of " + host.subject() + ",";
        try (HopClient clients = HopClient.open(timing, executor);
                Identities identities = Identities.open(secrets, gate);
                Visit visit = Visit.open(clients, name, gate, identities, null, limit)) {
            return scan.keys(host.name(), host.subject(), host.reach(), visit);
        }
    }

    @Override
    public void close() {
        scan.close();
        executor.shutdownNow();
    }
}
