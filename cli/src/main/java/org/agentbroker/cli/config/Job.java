package org.agentbroker.cli.config;

import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.broker.plan.BorgCommand;
import org.agentbroker.broker.plan.Client;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.plan.Pull.Retry;
import org.agentbroker.broker.plan.Pull.Signing;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.plan.Server;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.cli.settings.Bounds;

/** What is done for a client, apart from how it and the server are reached. */
record Job(
        Method method,
        Return way,
        ClientKey key,
        String repository,
        boolean appendOnly,
        SecretSource passphrase,
        List<String> borg,
        BorgCommand.Create create,
        Signing signing,
        Limits limits) {
    static final List<String> BORG = List.of("borg");
    static final String ARCHIVE = "{hostname}-{now:%Y-%m-%dT%H:%M:%S}";

    /** How long things may take, how often the client is tried, and whether it may be asleep. */
    record Limits(Duration lockWait, Duration deadline, Retry retry, boolean soft) {
        static final Limits DEFAULT =
                new Limits(Duration.ofMinutes(10), Duration.ofHours(12), new Retry(1, Duration.ofSeconds(30)), false);
    }

    static Job of(Fields fields) {
        SecretSource none = new SecretSource.None();
        Return way = fields.optional("return", Ways.USUAL, value -> Ways.of(value.text()));
        Method method = fields.optional("method", Method.AGENT, value -> Methods.of(value.text()));
        return new Job(
                method,
                way,
                ClientKeys.of(fields, method, way),
                fields.required("repository", "repository: PATH", "", value -> Names.repository(value.text())),
                fields.optional("append-only", true, Value::flag),
                fields.required("passphrase", "passphrase: " + Passphrases.FORM, none, Passphrases::of),
                fields.optional("borg", BORG, Job::borg),
                create(fields.section("create")),
                signing(fields.section("policy")),
                limits(fields));
    }

    Pull pull(String name, Client client, Server server) {
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
                create,
                signing,
                limits.lockWait(),
                limits.deadline(),
                limits.retry(),
                limits.soft());
    }

    private static List<String> borg(Value value) throws UnusableInput {
        List<String> words = value.isText() ? List.of(value.text()) : value.texts();
        if (words.isEmpty()) {
            throw new UnusableInput("borg is empty", "leave it out, or write borg: borg");
        }
        if (value.isText() && words.get(0).contains(" ")) {
            throw new UnusableInput("borg has a blank in it", "write its words as a list, such as [sudo, borg]");
        }
        return words;
    }

    private static List<String> paths(Value value) throws UnusableInput {
        return value.each(item -> Names.clientPath(item.anyText()), "");
    }

    private static BorgCommand.Create create(Fields fields) {
        BorgCommand.Create create = new BorgCommand.Create(
                fields.optional("archive", ARCHIVE, Value::text),
                fields.optional("paths", List.of(), Job::paths),
                fields.optional("exclude", List.of(), Value::anyTexts),
                fields.optional("options", List.of(), Value::anyTexts));
        fields.finish();
        return create;
    }

    private static Signing signing(Fields fields) {
        Signing usual = Signing.DEFAULT;
        PolicyLevel level = fields.optional("level", usual.level(), value -> Names.level(value.text()));
        int signatures = fields.optional("signatures", usual.signatures(), value -> value.number(Bounds.SIGNATURES));
        Duration lifetime = fields.optional("lifetime", usual.lifetime(), value -> value.duration(Bounds.LIFETIME));
        fields.finish();
        return new Signing(level, signatures, lifetime);
    }

    private static Limits limits(Fields fields) {
        Limits usual = Limits.DEFAULT;
        Fields retry = fields.section("retry");
        Limits limits = new Limits(
                fields.optional("lock-wait", usual.lockWait(), value -> value.duration(Bounds.LOCK_WAIT)),
                fields.optional("deadline", usual.deadline(), value -> value.duration(Bounds.DEADLINE)),
                new Retry(
                        retry.optional("attempts", usual.retry().attempts(), value -> value.number(Bounds.ATTEMPTS)),
                        retry.optional("delay", usual.retry().delay(), value -> value.duration(Bounds.DELAY))),
                fields.optional("soft", usual.soft(), Value::flag));
        retry.finish();
        return limits;
    }
}
