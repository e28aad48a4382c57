package org.agentbroker.broker.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.agentbroker.broker.secret.SecretSource;
import org.jspecify.annotations.Nullable;

/** Makes a {@link Pull} with the usual values for what is left out. */
public final class PullBuilder {
    private final String name;
    private @Nullable Client client;
    private @Nullable Server server;
    private Method method = Method.AGENT;
    private Return way = Return.EMBEDDED;
    private ClientKey key = new ClientKey.PerPull();
    private boolean appendOnly = true;
    private @Nullable String repository;
    private @Nullable SecretSource passphrase;
    private List<String> borg = List.of("borg");
    private @Nullable BorgCommand command;
    private Pull.Signing signing = Pull.Signing.DEFAULT;
    private Duration lockWait = Duration.ofMinutes(10);
    private Duration deadline = Duration.ofHours(12);
    private Pull.Retry retry = Pull.Retry.ONCE;
    private boolean soft;

    PullBuilder(String name) {
        this.name = name;
    }

    /** Required. */
    public PullBuilder from(Client value) {
        client = value;
        return this;
    }

    /** Required; {@code path} is the repository's at the server. */
    public PullBuilder into(Server value, String path) {
        server = value;
        repository = path;
        return this;
    }

    /** Usually {@link Method#AGENT}. */
    public PullBuilder method(Method value) {
        method = value;
        return this;
    }

    /** Usually {@link Return#EMBEDDED}. */
    public PullBuilder way(Return value) {
        way = value;
        return this;
    }

    /** The client's dedicated key, without a passphrase of its own. */
    public PullBuilder key(Path file) {
        return key(new ClientKey.KeyFile(file, new SecretSource.None()));
    }

    /** Usually one made for the pull. */
    public PullBuilder key(ClientKey value) {
        key = value;
        return this;
    }

    /** Usually true: a hostile client cannot remove what was saved. */
    public PullBuilder appendOnly(boolean value) {
        appendOnly = value;
        return this;
    }

    /** The repository's. Required, if only to say that there is none. */
    public PullBuilder passphrase(SecretSource value) {
        passphrase = value;
        return this;
    }

    /** Usually {@code borg}; words before the last one start it. */
    public PullBuilder borg(List<String> value) {
        borg = value;
        return this;
    }

    /** Required. */
    public PullBuilder command(BorgCommand value) {
        command = value;
        return this;
    }

    /** Usually one host-bound login within 2 minutes. */
    public PullBuilder signing(Pull.Signing value) {
        signing = value;
        return this;
    }

    /** Usually 10 minutes. */
    public PullBuilder lockWait(Duration value) {
        lockWait = value;
        return this;
    }

    /** Usually 12 hours. */
    public PullBuilder deadline(Duration value) {
        deadline = value;
        return this;
    }

    /** Usually {@link Pull.Retry#ONCE}. */
    public PullBuilder retry(Pull.Retry value) {
        retry = value;
        return this;
    }

    /** Usually false; true for a client that may be asleep. That it cannot be reached has then a cause of its own. */
    public PullBuilder soft(boolean value) {
        soft = value;
        return this;
    }

    /** @throws NullPointerException when something that is required was left out; its message says what */
    public Pull build() {
        return new Pull(
                name,
                Objects.requireNonNull(client, "from"),
                Objects.requireNonNull(server, "into"),
                method,
                way,
                key,
                Objects.requireNonNull(repository, "into"),
                appendOnly,
                Objects.requireNonNull(passphrase, "passphrase"),
                borg,
                Objects.requireNonNull(command, "command"),
                signing,
                lockWait,
                deadline,
                retry,
                soft);
    }
}
