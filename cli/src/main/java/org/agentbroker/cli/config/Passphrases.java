package org.agentbroker.cli.config;

import java.util.List;
import org.agentbroker.agent.key.UnusableInput;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.broker.secret.SecretSource.FromCommand;
import org.agentbroker.broker.secret.SecretSource.FromCredential;
import org.agentbroker.broker.secret.SecretSource.FromEnvironment;
import org.agentbroker.broker.secret.SecretSource.FromFile;
import org.agentbroker.broker.secret.SecretSource.FromPrompt;
import org.agentbroker.broker.secret.SecretSource.None;

/** Where passphrases come from. What is not a source may be a passphrase, so no message repeats it. */
final class Passphrases {
    static final String FORM =
            "{file: PATH}, {credential: NAME}, {command: [...]}, {env: NAME}, {prompt: true} or none";
    static final String OPTION_FORM = "file:PATH, credential:NAME, command:COMMAND, env:NAME, prompt or none";

    private Passphrases() {}

    /** {@code none}, or a mapping with one source. */
    static SecretSource of(Value value) throws UnusableInput {
        if (!value.isMapping()) {
            if (value.isText() && value.text().equals("none")) {
                return new None();
            }
            throw new UnusableInput(value.name() + " must be a source", "write " + FORM);
        }
        Fields fields = Fields.of(value.name(), value.place(), value);
        Entry source = fields.oneOf("file", "credential", "command", "env", "prompt");
        fields.finish();
        if (source == null) {
            throw new UnusableInput(value.name() + " names no source", "write " + FORM);
        }
        Value named = source.value();
        return value.problems().attempt(named.place(), new None(), () -> of(source.key(), named));
    }

    private static SecretSource of(String kind, Value value) throws UnusableInput {
        switch (kind) {
            case "file":
                return new FromFile(value.path());
            case "credential":
                return new FromCredential(Names.credential(value.text()));
            case "env":
                return new FromEnvironment(Names.variable(value.text()));
            case "command":
                return command(value.texts());
            default:
                if (!value.isTrue()) {
                    throw new UnusableInput("prompt can only be true", "write {prompt: true}");
                }
                return new FromPrompt();
        }
    }

    /** The form of an option: the kind, a colon, and what it needs. */
    static SecretSource of(String text, Source source) throws UnusableInput {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1).strip();
        boolean alone = kind.equals("none") || kind.equals("prompt");
        if (alone ? colon < 0 : !rest.isEmpty()) {
            switch (kind) {
                case "none":
                    return new None();
                case "prompt":
                    return new FromPrompt();
                case "file":
                    return new FromFile(source.path(rest));
                case "credential":
                    return new FromCredential(Names.credential(rest));
                case "env":
                    return new FromEnvironment(Names.variable(rest));
                case "command":
                    return command(List.of(rest.split("\\s+")));
                default:
                    break;
            }
        }
        throw new UnusableInput("not a source of a passphrase", "write " + OPTION_FORM);
    }

    private static SecretSource command(List<String> words) throws UnusableInput {
        if (words.isEmpty()) {
            throw new UnusableInput("command is empty", "write its words, as in [pass, show, web1]");
        }
        return new FromCommand(words);
    }
}
