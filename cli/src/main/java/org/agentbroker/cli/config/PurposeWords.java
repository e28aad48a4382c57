package org.agentbroker.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.agentbroker.agent.key.HostPin;
import org.agentbroker.agent.policy.PolicyLevel;
import org.agentbroker.agent.policy.SignPolicy;
import org.agentbroker.broker.plan.Pull;
import org.agentbroker.broker.secret.SecretSource;
import org.agentbroker.cli.settings.Bounds;
import org.jspecify.annotations.Nullable;

/**
 * An agent's purpose as the command line has it. Problems name the option.
 *
 * @param key {@code --key}
 * @param keyPassphraseFrom {@code --key-passphrase-from}; null for none
 * @param to {@code --to}, {@code user@host}
 * @param pins {@code --pin}, files or literal keys of the destination
 * @param hops {@code --hop}, files or literal keys of the hop; may be empty at level {@code unbound}
 * @param signatures {@code --signatures}; null for one
 * @param lifetime {@code --lifetime}, in seconds or as the config has it; null for the config's own
 * @param level {@code --level}; null for {@code hostbound}
 */
public record PurposeWords(
        @Nullable String key,
        @Nullable String keyPassphraseFrom,
        @Nullable String to,
        List<String> pins,
        List<String> hops,
        @Nullable String signatures,
        @Nullable String lifetime,
        @Nullable String level) {
    public PurposeWords {
        pins = List.copyOf(pins);
        hops = List.copyOf(hops);
    }

    /**
     * Reads the files with host keys, and no secret.
     *
     * @param cwd at which relative paths start
     * @throws InvalidConfig with everything that is wrong
     */
    public Purpose toPurpose(Path home, Path cwd) throws InvalidConfig {
        Options options = new Options(new Problems(), home, cwd);
        Address login = options.take("--to", to, "USER@HOST", Address.STAND_IN, (text, source) -> Address.of(text));
        PolicyLevel demanded = options.take(
                "--level",
                given(level, "hostbound"),
                "LEVEL",
                PolicyLevel.HOSTBOUND,
                (text, source) -> Names.level(text));
        Set<HostPin> destinations = options.pins("--pin", pins, login);
        Set<HostPin> forwarders = options.pins("--hop", hops, login);
        if (hops.isEmpty() && demanded != PolicyLevel.UNBOUND) {
            options.missing("--hop", "FILE, the host key of the machine that forwards the agent");
        }
        if (pins.isEmpty()) {
            options.missing("--pin", "FILE, the host key of the destination; nothing is accepted unseen");
        }
        Path file = options.take("--key", key, "FILE", cwd, (text, source) -> source.path(text));
        SecretSource passphrase = options.take(
                "--key-passphrase-from",
                given(keyPassphraseFrom, "none"),
                "SOURCE",
                new SecretSource.None(),
                Passphrases::of);
        int count = options.take(
                "--signatures",
                given(signatures, "1"),
                "N",
                1,
                (text, source) -> Numbers.within("signatures", text, Bounds.SIGNATURES));
        Duration life = options.take(
                "--lifetime",
                given(lifetime, Pull.Signing.DEFAULT.lifetime().toSeconds() + "s"),
                "SECONDS",
                Duration.ofSeconds(1),
                (text, source) ->
                        Numbers.duration("lifetime", text.matches("[0-9]+") ? text + "s" : text, Bounds.LIFETIME));
        options.problems().throwIfAny();
        return new Purpose(
                file, passphrase, new SignPolicy(demanded, login.user(), destinations, forwarders, count, life));
    }

    private static String given(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    /** Takes each option as what it has to be. */
    private record Options(Problems problems, Path home, Path cwd) {
        <T> T take(String option, @Nullable String text, String form, T standIn, OptionText.As<? extends T> as) {
            return OptionText.take(problems, new Source(option, cwd, home), text, form, standIn, as);
        }

        void missing(String option, String form) {
            problems.add(Place.in(option), "is missing", "add " + option + " " + form);
        }

        Set<HostPin> pins(String option, List<String> keys, Address host) {
            Set<HostPin> pins = new LinkedHashSet<>();
            for (String text : keys) {
                pins.addAll(take(
                        option,
                        text,
                        "FILE",
                        List.of(),
                        (words, source) -> Pins.source(words, source).read(host.host(), host.port())));
            }
            return pins;
        }
    }
}
