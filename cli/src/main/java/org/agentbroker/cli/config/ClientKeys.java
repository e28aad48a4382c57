package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.plan.ClientKey;
import org.agentbroker.broker.plan.Method;
import org.agentbroker.broker.plan.Return;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.cli.settings.Bounds;

/** The key of the client's login: {@code per-pull}, a file, or {@code {certificate: ...}}. */
final class ClientKeys {
    static final String FORM = "FILE, per-pull, or {certificate: {ca: FILE}}";
    private static final String PER_PULL = "per-pull";

    private ClientKeys() {}

    /** Left out it is made for the pull where nothing has to be prepared for that, or no backup needs it. */
    static ClientKey of(Fields fields, Method method, Return way) {
        SecretSource passphrase = fields.optional("key-passphrase", new SecretSource.None(), Passphrases::of);
        ClientKey perPull = new ClientKey.PerPull();
        return way.usesSshd() && method.runsBorgThere()
                ? fields.required("key", "key: " + FORM, perPull, value -> of(value, passphrase))
                : fields.optional("key", perPull, value -> of(value, passphrase));
    }

    private static ClientKey of(Value value, SecretSource passphrase) throws UnusableInput {
        if (!value.isMapping()) {
            return of(value.text(), value.source(), passphrase);
        }
        Fields fields = Fields.of(value.name(), value.place(), value);
        Fields certificate = fields.section("certificate");
        fields.finish();
        if (fields.entry("certificate") == null) {
            if (fields.all().isEmpty()) {
                throw new UnusableInput("key names no certificate", "write key: " + FORM);
            }
            return new ClientKey.PerPull(); // what it names instead is a problem already
        }
        ClientKey key = certificate(certificate);
        certificate.finish();
        return key;
    }

    private static ClientKey certificate(Fields fields) {
        Duration usual = ClientKey.Certificate.LIFETIME;
        return new ClientKey.Certificate(
                fields.required("ca", "ca: FILE, the authority's private key", Path.of(""), Value::path),
                fields.optional("ca-passphrase", new SecretSource.None(), Passphrases::of),
                fields.optional("lifetime", usual, value -> value.duration(Bounds.CERTIFICATE)),
                fields.optional("source-address", List.of(), ClientKeys::networks));
    }

    private static List<String> networks(Value value) throws UnusableInput {
        List<String> networks = value.isText() ? List.of(value.text()) : value.texts();
        for (String network : networks) {
            Names.network(network);
        }
        return networks;
    }

    /** @param passphrase opens the file, if it is one */
    static ClientKey of(String text, Source source, SecretSource passphrase) throws UnusableInput {
        return text.equals(PER_PULL) ? new ClientKey.PerPull() : new ClientKey.KeyFile(source.path(text), passphrase);
    }
}
